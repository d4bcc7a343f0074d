package dev.guestward.simulatedtenant;

import com.nimbusds.jose.jwk.JWKSet;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAPublicKey;
import java.text.ParseException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * What applications may prove themselves with instead of a secret: certificates and federated credentials. Registered by
 * {@code POST /_sim/apps/{clientId}/certificates} and {@code /_sim/apps/{clientId}/federatedCredentials}.
 */
final class AppCredentials {
    private final AppControl apps;
    private final Map<String, List<X509Certificate>> certificates = new ConcurrentHashMap<>();
    private final Map<String, List<Federated>> federated = new ConcurrentHashMap<>();

    AppCredentials(AppControl apps) {
        this.apps = apps;
    }

    void addTo(Router<Handler> router) {
        ControlRoutes.add(router, "POST /_sim/apps/{clientId}/certificates", this::addCertificate);
        ControlRoutes.add(router, "DELETE /_sim/apps/{clientId}/certificates", request -> {
            certificates.remove(apps.registered(request).clientId());
            return Response.noContent();
        });
        ControlRoutes.add(router, "POST /_sim/apps/{clientId}/federatedCredentials", this::addFederated);
    }

    private Response addCertificate(Request request) {
        var app = apps.registered(request);
        var pem = ControlBody.of(request, Set.of("pem")).json().path("pem").asText();
        X509Certificate certificate;
        try {
            certificate = (X509Certificate) CertificateFactory.getInstance("X.509")
                    .generateCertificate(new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII)));
        } catch (CertificateException e) {
            throw GraphError.badRequest("pem is not a certificate");
        }
        if (!(certificate.getPublicKey() instanceof RSAPublicKey)) {
            throw GraphError.badRequest("only certificates with RSA keys can be registered");
        }
        certificates
                .computeIfAbsent(app.clientId(), id -> new CopyOnWriteArrayList<>())
                .add(certificate);
        return Response.json(
                201,
                Json.object()
                        .put("clientId", app.clientId())
                        .put("subject", certificate.getSubjectX500Principal().getName())
                        .put("notAfter", certificate.getNotAfter().toInstant().toString()));
    }

    private Response addFederated(Request request) {
        var app = apps.registered(request);
        var body = ControlBody.of(request, Set.of("issuer", "subject", "audience", "jwks"))
                .json();
        Optional<JWKSet> keys;
        try {
            keys = body.has("jwks") ? Optional.of(JWKSet.parse(body.path("jwks").toString())) : Optional.empty();
        } catch (ParseException e) {
            throw GraphError.badRequest("jwks is not a set of keys");
        }
        var credential = new Federated(
                Json.text(body, "issuer").orElseThrow(() -> GraphError.badRequest("issuer is missing")),
                Json.text(body, "subject").orElseThrow(() -> GraphError.badRequest("subject is missing")),
                Json.text(body, "audience").orElse(Federated.AUDIENCE),
                keys);
        federated
                .computeIfAbsent(app.clientId(), id -> new CopyOnWriteArrayList<>())
                .add(credential);
        return Response.json(
                201,
                Json.object()
                        .put("clientId", app.clientId())
                        .put("issuer", credential.issuer)
                        .put("subject", credential.subject)
                        .put("audience", credential.audience)
                        .put("signatureChecked", keys.isPresent()));
    }

    List<X509Certificate> certificatesOf(AppRegistration app) {
        return certificates.getOrDefault(app.clientId(), List.of());
    }

    List<Federated> federatedOf(AppRegistration app) {
        return federated.getOrDefault(app.clientId(), List.of());
    }

    /**
     * Whose tokens are as good as the application's own.
     *
     * @param keys the issuer's keys; without them the signature is not looked at, as nobody asks the issuer here
     */
    record Federated(String issuer, String subject, String audience, Optional<JWKSet> keys) {
        static final String AUDIENCE = "api://AzureADTokenExchange";
    }
}
