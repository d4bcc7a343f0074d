package dev.guestward.review;

import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Whom a campaign is about; of these, whoever has access.
 *
 * @param value key of the clinic or grant, or the number of days without a sign-in
 * @param guests the list, for {@link Kind#LIST} only
 */
public record CampaignScope(Kind kind, @Nullable String value, List<UUID> guests) {
    public CampaignScope {
        guests = guests.stream().distinct().sorted().toList();
    }

    public enum Kind {
        ALL,
        CLINIC,
        GRANT,
        /** Who is known to have signed in, and not for so many days. Unknown is not inactive. */
        INACTIVE,
        LIST
    }

    /** That of a campaign which was started, without the guests of a list. */
    static CampaignScope of(Campaigns.Campaign campaign) {
        return new CampaignScope(Kind.valueOf(campaign.scope()), campaign.value(), List.of());
    }

    /** Whether guests come into it and leave it while a campaign runs; a list and who was inactive are taken once. */
    boolean isFollowed() {
        return kind == Kind.ALL || kind == Kind.CLINIC || kind == Kind.GRANT;
    }

    /** Two open campaigns of one key cannot be. */
    String key() {
        return kind == Kind.LIST ? "list:" + digest(guests) : kind.name() + ":" + (value == null ? "" : value);
    }

    private static String digest(Collection<UUID> ids) {
        return UUID.nameUUIDFromBytes(ids.toString().getBytes(StandardCharsets.UTF_8))
                .toString();
    }
}
