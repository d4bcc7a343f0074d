package dev.guestward.simulatedtenant;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/** The log on disk, a line of JSON each. A line without its end was never answered for and is cut off at the start. */
final class LogFile implements AutoCloseable {
    private final Path path;
    private final FileChannel channel;
    private final List<ObjectNode> known = new ArrayList<>();

    /**
     * Opens or creates it.
     *
     * @throws IllegalStateException if a line is no entry of a log
     */
    LogFile(Path path) {
        this.path = path;
        try {
            channel = FileChannel.open(
                    path, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
            var bytes = ByteBuffer.allocate((int) channel.size());
            while (bytes.hasRemaining() && channel.read(bytes) >= 0) {
                // until it is all there
            }
            var text = new String(bytes.array(), StandardCharsets.UTF_8);
            var whole = text.substring(0, text.lastIndexOf('\n') + 1);
            for (var line : whole.lines().toList()) {
                known.add(entry(line));
            }
            channel.truncate(whole.getBytes(StandardCharsets.UTF_8).length);
            channel.position(channel.size());
        } catch (IOException e) {
            throw new UncheckedIOException("The log file " + path + " cannot be used", e);
        }
    }

    private ObjectNode entry(String line) {
        try {
            if (Json.parse(line.getBytes(StandardCharsets.UTF_8)) instanceof ObjectNode entry
                    && entry.path("seq").asLong() == known.size() + 1L) {
                return entry;
            }
        } catch (IOException e) {
            // said below
        }
        throw new IllegalStateException("The log file " + path + " is broken in line " + (known.size() + 1));
    }

    /** What was in it at the start. */
    List<ObjectNode> known() {
        return known;
    }

    /** Returns when the disk has it. */
    void write(ObjectNode entry) {
        var line = ByteBuffer.wrap((entry + "\n").getBytes(StandardCharsets.UTF_8));
        try {
            while (line.hasRemaining()) {
                channel.write(line);
            }
            channel.force(false);
        } catch (IOException e) {
            throw new UncheckedIOException("The log file " + path + " cannot be written", e);
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
