package dev.guestward.simulatedtenant;

import com.azure.core.credential.TokenCredential;
import com.azure.core.http.jdk.httpclient.JdkHttpClientBuilder;
import com.azure.identity.ClientSecretCredential;
import com.azure.identity.ClientSecretCredentialBuilder;
import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.graph.core.requests.BaseGraphRequestAdapter;
import com.microsoft.graph.serviceclient.GraphServiceClient;
import com.microsoft.kiota.authentication.AzureIdentityAuthenticationProvider;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import okhttp3.OkHttpClient;

/** Talks to a simulated tenant in both ways: plain HTTP, and Microsoft's own client. */
final class TenantClient {
    private final SimulatedTenant tenant;
    private final SSLContext tls;
    private final X509TrustManager trust;
    private final HttpClient http;
    private String token = "";

    TenantClient(SimulatedTenant tenant) {
        this.tenant = tenant;
        try (var pem = Files.newInputStream(tenant.trustStore())) {
            var keyStore = KeyStore.getInstance(KeyStore.getDefaultType());
            keyStore.load(null, null);
            keyStore.setCertificateEntry(
                    "ca", CertificateFactory.getInstance("X.509").generateCertificate(pem));
            var managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            managers.init(keyStore);
            trust = (X509TrustManager) managers.getTrustManagers()[0];
            tls = SSLContext.getInstance("TLS");
            tls.init(null, managers.getTrustManagers(), null);
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException(e);
        }
        http = HttpClient.newBuilder().sslContext(tls).build();
    }

    ClientSecretCredential credential(String secret) {
        return new ClientSecretCredentialBuilder()
                .tenantId(tenant.tenantId())
                .clientId(tenant.clientId())
                .clientSecret(secret)
                .authorityHost(tenant.authority().toString())
                .disableInstanceDiscovery()
                .httpClient(azureHttp())
                .build();
    }

    /** What a credential needs to trust the tenant's certificate. */
    com.azure.core.http.HttpClient azureHttp() {
        return new JdkHttpClientBuilder(HttpClient.newBuilder().sslContext(tls)).build();
    }

    GraphServiceClient graph() {
        return graph(credential(tenant.clientSecret()));
    }

    GraphServiceClient graph(TokenCredential credential) {
        var authentication = new AzureIdentityAuthenticationProvider(
                credential, new String[] {"localhost"}, "https://graph.microsoft.com/.default");
        var okHttp = new OkHttpClient.Builder()
                .sslSocketFactory(tls.getSocketFactory(), trust)
                .build();
        return new GraphServiceClient(
                new BaseGraphRequestAdapter(authentication, tenant.graphUrl().toString(), okHttp));
    }

    Answer token(Map<String, String> form) {
        return send(
                "POST",
                URI.create(tenant.authority() + "/" + tenant.tenantId() + "/oauth2/v2.0/token"),
                form(form),
                "Content-Type",
                "application/x-www-form-urlencoded");
    }

    static String form(Map<String, String> fields) {
        return fields.entrySet().stream()
                .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
    }

    String tokenOf(String clientId, String secret) {
        return token(Map.of(
                        "grant_type",
                        "client_credentials",
                        "client_id",
                        clientId,
                        "client_secret",
                        secret,
                        "scope",
                        "https://graph.microsoft.com/.default"))
                .json()
                .path("access_token")
                .asText();
    }

    /** A call of Graph as the product's application; the path is below {@code /v1.0} and already encoded. */
    Answer graph(String method, String path, String body, String... headers) {
        if (token.isEmpty()) {
            token = tokenOf(tenant.clientId(), tenant.clientSecret());
        }
        var all = Arrays.copyOf(headers, headers.length + 4);
        all[headers.length] = "Authorization";
        all[headers.length + 1] = "Bearer " + token;
        all[headers.length + 2] = "Content-Type";
        all[headers.length + 3] = "application/json";
        return send(method, URI.create(tenant.graphUrl() + path), body, all);
    }

    Answer sim(String method, String path, String body) {
        return send(method, URI.create(tenant.httpUrl() + "/_sim" + path), body);
    }

    Answer send(String method, URI uri, String body, String... headers) {
        var request = HttpRequest.newBuilder(uri)
                .method(method, HttpRequest.BodyPublishers.ofString(body, StandardCharsets.UTF_8));
        if (headers.length > 0) {
            request.headers(headers);
        }
        try {
            return new Answer(http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Invites somebody and returns the whole answer. */
    JsonNode invite(String mail) {
        var answer = graph(
                "POST",
                "/invitations",
                Json.object()
                        .put("invitedUserEmailAddress", mail)
                        .put("inviteRedirectUrl", "https://portal.northfield.example/welcome")
                        .toString());
        if (answer.status() != 201) {
            throw new AssertionError(answer.status() + " " + answer.text());
        }
        return answer.json();
    }

    String inviteId(String mail) {
        return invite(mail).path("invitedUser").path("id").asText();
    }

    record Answer(HttpResponse<byte[]> response) {
        int status() {
            return response.statusCode();
        }

        String text() {
            return new String(response.body(), StandardCharsets.UTF_8);
        }

        String header(String name) {
            return response.headers().firstValue(name).orElse("");
        }

        String code() {
            return json().path("error").path("code").asText();
        }

        JsonNode json() {
            try {
                return Json.parse(response.body());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
