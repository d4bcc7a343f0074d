package dev.guestward.audit;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * A folder, best on storage that only takes additions, with one file a month and one line for each checkpoint. A node killed
 * between the line and its note writes the line again, which does no harm; nor does what is left of a line that broke off, as the
 * next one does not begin behind it.
 */
@Component
class SecondPlace {
    private static final Logger log = LoggerFactory.getLogger(SecondPlace.class);
    private static final DateTimeFormatter MONTH =
            DateTimeFormatter.ofPattern("uuuu-MM").withZone(ZoneOffset.UTC);

    private final @Nullable Path folder;

    SecondPlace(AuditSettings settings) {
        this.folder = settings.secondPlace();
    }

    boolean exists() {
        return folder != null;
    }

    /** @return whether the line is on the disk */
    boolean keep(Checkpoint checkpoint) {
        Path place = folder;
        if (place == null) {
            return false;
        }
        Path file = place.resolve("guestward-checkpoints-" + MONTH.format(checkpoint.at()) + ".txt");
        try {
            Files.createDirectories(place);
            String before = endsWithLine(file) ? "" : "\n";
            try (FileChannel out = FileChannel.open(
                    file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND)) {
                ByteBuffer line = ByteBuffer.wrap((before + checkpoint.line() + "\n").getBytes(StandardCharsets.UTF_8));
                while (line.hasRemaining()) {
                    out.write(line);
                }
                out.force(true);
            }
            return true;
        } catch (IOException e) {
            log.error(
                    "Checkpoint {} could not be written to guestward.audit.second-place ({}); tried again at the next run",
                    checkpoint.number(),
                    e.getClass().getSimpleName());
            return false;
        }
    }

    /** @return false also if that cannot be read: an empty line too many does no harm */
    private static boolean endsWithLine(Path file) {
        try (FileChannel in = FileChannel.open(file, StandardOpenOption.READ)) {
            ByteBuffer last = ByteBuffer.allocate(1);
            return in.size() == 0 || in.read(last, in.size() - 1) == 1 && last.get(0) == '\n';
        } catch (NoSuchFileException e) {
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
