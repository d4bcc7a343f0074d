package dev.guestward.bulk;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Turns bytes into text, and tells what is no text in UTF-8. */
final class CsvText {
    private static final byte[] BOM = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};
    private static final byte[] ZIP = {'P', 'K', 3, 4};
    private static final byte[] OLD_OFFICE = {(byte) 0xD0, (byte) 0xCF, 0x11, (byte) 0xE0};

    private CsvText() {}

    /** @throws FileRefused if it is anything else */
    static String of(byte[] content, Complaints complaints) {
        if (content.length == 0) {
            complaints.addForFile("bulk.file.empty");
        } else if (begins(content, ZIP) || begins(content, OLD_OFFICE)) {
            complaints.addForFile("bulk.file.workbook");
        } else if (isUtf16(content)) {
            complaints.addForFile("bulk.file.utf16");
        }
        complaints.throwIfAny();
        int from = begins(content, BOM) ? BOM.length : 0;
        CharsetDecoder decoder = StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        ByteBuffer bytes = ByteBuffer.wrap(content, from, content.length - from);
        CharBuffer text = CharBuffer.allocate(content.length - from);
        CoderResult result = decoder.decode(bytes, text, true);
        text.flip();
        if (result.isError()) {
            complaints.add(lineAtEndOf(text), "bulk.file.utf8");
        }
        String decoded = text.toString();
        int nul = decoded.indexOf(0);
        if (nul >= 0) {
            complaints.add(lineAtEndOf(decoded.substring(0, nul)), "bulk.file.nul");
        }
        complaints.throwIfAny();
        return decoded;
    }

    private static boolean begins(byte[] content, byte[] mark) {
        return content.length >= mark.length && Arrays.equals(content, 0, mark.length, mark, 0, mark.length);
    }

    /** By its mark, or by every other byte being zero. */
    private static boolean isUtf16(byte[] content) {
        if (begins(content, new byte[] {(byte) 0xFF, (byte) 0xFE})
                || begins(content, new byte[] {(byte) 0xFE, (byte) 0xFF})) {
            return true;
        }
        int looked = Math.min(content.length, 400);
        int zeros = 0;
        for (int n = 0; n < looked; n++) {
            zeros += content[n] == 0 ? 1 : 0;
        }
        return looked >= 4 && zeros * 5 >= looked * 2;
    }

    /** Ends of line are LF, CRLF or CR, as the parser counts them. */
    private static int lineAtEndOf(CharSequence text) {
        int line = 1;
        for (int n = 0; n < text.length(); n++) {
            char c = text.charAt(n);
            if (c == '\r' || (c == '\n' && (n == 0 || text.charAt(n - 1) != '\r'))) {
                line++;
            }
        }
        return line;
    }
}
