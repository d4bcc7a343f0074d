package dev.guestward.audit;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.DigestOutputStream;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * A zip for an auditor whose every part is named in a signed list: {@code manifest.txt} holds when it was made, a line {@code
 * sha256 <hash> <name>} for each file, a line {@code chain <guest> <rows> <head>} for each chain in it and the key, {@code
 * manifest.sig} the signature over it. Made by {@link Evidence}; complete only once signed.
 */
public final class EvidenceFile {
    private final ZipOutputStream zip;
    private final SigningKey key;
    private final StringBuilder manifest = new StringBuilder("guestward evidence 2\n");

    EvidenceFile(OutputStream out, SigningKey key, Instant made) {
        this.zip = new ZipOutputStream(out, StandardCharsets.UTF_8);
        this.key = key;
        manifest.append("made ")
                .append(ChronoUnit.MICROS.between(Instant.EPOCH, made))
                .append("\nkey ")
                .append(Base64.getEncoder().encodeToString(key.open()))
                .append('\n');
    }

    /** Writes one part of the file; what it writes must be in the order in which it is to be read. */
    @FunctionalInterface
    public interface Content {
        void writeTo(OutputStream out) throws IOException;
    }

    /** @param name without spaces; folders with a slash */
    public void add(String name, Content content) throws IOException {
        MessageDigest digest = Hashes.digest();
        zip.putNextEntry(new ZipEntry(name));
        DigestOutputStream out = new DigestOutputStream(zip, digest);
        content.writeTo(out);
        out.flush();
        zip.closeEntry();
        manifest.append("sha256 ")
                .append(Hashes.hex(digest.digest()))
                .append(' ')
                .append(name)
                .append('\n');
    }

    void chain(Object guest, long rows, byte[] head) {
        manifest.append("chain ")
                .append(guest)
                .append(' ')
                .append(rows)
                .append(' ')
                .append(Hashes.hex(head))
                .append('\n');
    }

    void sign() throws IOException {
        byte[] list = manifest.toString().getBytes(StandardCharsets.UTF_8);
        zip.putNextEntry(new ZipEntry("manifest.txt"));
        zip.write(list);
        zip.closeEntry();
        zip.putNextEntry(new ZipEntry("manifest.sig"));
        try {
            zip.write(Base64.getEncoder().encode(key.sign(list)));
        } catch (GeneralSecurityException e) {
            throw new IOException("The evidence could not be signed", e);
        }
        zip.closeEntry();
        zip.finish();
        zip.flush();
    }
}
