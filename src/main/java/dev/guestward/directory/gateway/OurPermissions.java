package dev.guestward.directory.gateway;

import dev.guestward.directory.DirectoryAccess;
import dev.guestward.directory.effect.Effect;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/** Tells "our application may not" from "nobody may do this to that object": both are answered alike. */
@Component
class OurPermissions {
    private final ObjectProvider<DirectoryAccess> access;

    OurPermissions(ObjectProvider<DirectoryAccess> access) {
        this.access = access;
    }

    /** Whether a refusal of this kind may come from a permission that we lack. True also if nobody can tell. */
    boolean mayLack(Effect.Kind kind) {
        DirectoryAccess known = access.getIfAvailable();
        if (known == null) {
            return true;
        }
        return known.check().stream()
                .filter(standing -> standing.role() == kind.role())
                .noneMatch(standing -> kind.need().isMetBy(standing.permissions()));
    }
}
