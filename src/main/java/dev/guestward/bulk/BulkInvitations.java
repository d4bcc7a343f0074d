package dev.guestward.bulk;

import dev.guestward.guest.GuestState;
import dev.guestward.guest.Guests;
import dev.guestward.guest.PageOf;
import dev.guestward.people.PersonId;
import dev.guestward.people.Viewer;
import dev.guestward.problem.Conflict;
import dev.guestward.problem.NotFound;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionTemplate;

/** Takes files of requests. Uploaders see their own files, administrators all; only uploaders confirm and discard. */
@Component
public class BulkInvitations {
    private static final Logger log = LoggerFactory.getLogger(BulkInvitations.class);
    private static final int MOST_LISTED = 50;
    private static final int LONGEST_NAME = 100;
    public static final int LARGEST_PAGE = 200;

    private final BulkCheck check;
    private final BulkTables tables;
    private final Guests guests;
    private final BulkSettings settings;
    private final Clock clock;
    private final TransactionTemplate transaction;

    BulkInvitations(
            BulkCheck check,
            BulkTables tables,
            Guests guests,
            BulkSettings settings,
            Clock clock,
            PlatformTransactionManager transactions) {
        this.check = check;
        this.tables = tables;
        this.guests = guests;
        this.settings = settings;
        this.clock = clock;
        this.transaction = new TransactionTemplate(transactions);
    }

    /**
     * What an upload came to.
     *
     * @param earlier whether this person had brought the same file before: then that one is meant and nothing is new
     */
    public record Upload(BulkInvitation file, boolean earlier) {}

    /**
     * Checks a file as a whole and keeps it until it is confirmed. A file that is refused leaves nothing behind.
     *
     * @param fileName as the uploader calls it; only its last part is kept, to recognize it by
     * @throws FileRefused with everything that is wrong
     * @throws Conflict if too many files of this person wait to be confirmed
     */
    public Upload upload(byte[] content, @Nullable String fileName, Viewer caller, Locale locale) {
        String hash = hash(content);
        Optional<BulkInvitation> earlier = tables.find(caller.id(), hash);
        if (earlier.isPresent()) {
            return new Upload(earlier.get(), true);
        }
        if (tables.unconfirmed(caller.id()) >= settings.mostUnconfirmed()) {
            throw new Conflict(settings.mostUnconfirmed()
                    + " of your files wait to be confirmed. Confirm or discard some of them first.");
        }
        List<BulkCheck.Checked> lines = check.check(content, caller, locale);
        BulkInvitation file = new BulkInvitation(
                UUID.randomUUID(),
                caller.id(),
                shortName(fileName),
                locale.getLanguage(),
                BulkInvitation.State.CHECKED,
                lines.size(),
                clock.instant(),
                null,
                null,
                null);
        boolean isNew = Boolean.TRUE.equals(transaction.execute(status -> tables.insert(file, hash, lines)));
        if (!isNew) {
            return new Upload(tables.find(caller.id(), hash).orElseThrow(), true);
        }
        log.info("File {} with {} guests checked", file.id(), file.rows());
        return new Upload(file, false);
    }

    /** @throws NotFound both for a file that is not there and for one of somebody else */
    public BulkInvitation visible(UUID id, Viewer viewer) {
        return tables.find(id)
                .filter(file -> viewer.isAdministrator() || viewer.is(file.uploader()))
                .orElseThrow(() -> new NotFound("There is no such file, or it is not one of yours."));
    }

    /** The newest ones this person may see. */
    public List<BulkInvitation> newest(Viewer viewer) {
        PersonId uploader = viewer.isAdministrator() ? null : viewer.id();
        return tables.newest(uploader, MOST_LISTED);
    }

    public BulkProgress progress(BulkInvitation file) {
        return tables.progress(file);
    }

    /** Where the guests stand that this file has asked for, as far as this person may see them. */
    public Map<GuestState, Integer> standing(BulkInvitation file, Viewer viewer) {
        Map<GuestState, Integer> standing = new EnumMap<>(GuestState.class);
        guests.states(tables.guests(file.id()), viewer)
                .values()
                .forEach(state -> standing.merge(state, 1, Integer::sum));
        return standing;
    }

    /** @param only lines that came to this; null for all */
    public PageOf<BulkRow> rows(BulkInvitation file, @Nullable RowResult only, int page, int size) {
        if (page < 0 || size < 1 || size > LARGEST_PAGE) {
            throw new IllegalArgumentException("page must not be negative, size between 1 and " + LARGEST_PAGE);
        }
        long total = only == null ? file.rows() : tables.progress(file).of(only);
        return PageOf.of(tables.rows(file.id(), only, size, (long) page * size), size, page, total);
    }

    /** Starts the work; doing so again changes nothing. @throws Conflict if it is somebody else's file */
    @Transactional
    public BulkInvitation confirm(UUID id, Viewer caller) {
        BulkInvitation file = own(id, caller);
        if (tables.confirm(id, clock.instant())) {
            log.info("File {} with {} guests confirmed", id, file.rows());
        }
        return visible(id, caller);
    }

    /** Forgets a file. @throws Conflict if it has been confirmed, or is somebody else's */
    @Transactional
    public void discard(UUID id, Viewer caller) {
        own(id, caller);
        if (!tables.discard(id)) {
            throw new Conflict("This file has been confirmed. Its guests are being asked for already.");
        }
        log.info("File {} discarded", id);
    }

    private BulkInvitation own(UUID id, Viewer caller) {
        BulkInvitation file = visible(id, caller);
        if (!caller.is(file.uploader())) {
            throw new Conflict("Only who has uploaded a file can confirm or discard it.");
        }
        return file;
    }

    private static @Nullable String shortName(@Nullable String given) {
        if (given == null) {
            return null;
        }
        String last = given.substring(Math.max(given.lastIndexOf('/'), given.lastIndexOf('\\')) + 1)
                .replaceAll("[\\p{Cntrl}\\p{Cf}]", "")
                .strip();
        return last.isEmpty() ? null : last.substring(0, Math.min(last.length(), LONGEST_NAME));
    }

    private static String hash(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JVM has SHA-256", e);
        }
    }
}
