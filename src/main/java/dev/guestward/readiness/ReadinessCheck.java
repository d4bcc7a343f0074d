package dev.guestward.readiness;

import java.util.List;

/** Looks at something that must be right in the tenant. Every bean of this type is asked, each on a thread of its own. */
public interface ReadinessCheck {

    /** Stands for its findings when it fails or takes too long. */
    String code();

    /** May take its time, and may be interrupted. */
    List<Finding> look();

    /** Somebody wants to know how things are now: what was kept is not used any more, unless it is as good as new. */
    default void forget() {}
}
