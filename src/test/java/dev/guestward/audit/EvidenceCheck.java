package dev.guestward.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import javax.tools.ToolProvider;

/** The verifier that auditors get, compiled as they have it. */
public final class EvidenceCheck {
    private final Constructor<?> verifier;
    private final Method check;

    /** @param folder for the compiled class */
    public EvidenceCheck(Path folder) throws Exception {
        int rc = ToolProvider.getSystemJavaCompiler()
                .run(null, null, null, "-d", folder.toString(), "bin/VerifyEvidence.java");
        assertThat(rc).isZero();
        Class<?> type = new URLClassLoader(new URL[] {folder.toUri().toURL()}, null).loadClass("VerifyEvidence");
        verifier = type.getConstructor(Set.class);
        check = type.getMethod("check", Map.class);
    }

    /** @return what is wrong; nothing if the evidence is whole */
    @SuppressWarnings("unchecked")
    public List<String> of(Map<String, byte[]> files) throws Exception {
        return (List<String>) check.invoke(verifier.newInstance(Set.of()), files);
    }

    public static Map<String, byte[]> unpacked(byte[] evidence) throws IOException {
        Map<String, byte[]> files = new LinkedHashMap<>();
        try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(evidence))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                files.put(entry.getName(), zip.readAllBytes());
            }
        }
        return files;
    }
}
