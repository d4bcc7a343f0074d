package dev.guestward.simulatedtenant;

import java.security.SecureRandom;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The way from the link in the mail into the tenant: sign in, consent, second factor. */
final class RedeemPages {
    private final Tenant tenant;
    private final Pages pages;
    private final SecureRandom random = new SecureRandom();
    private final Map<String, String> factorCodes = new ConcurrentHashMap<>();

    RedeemPages(Tenant tenant, Pages pages) {
        this.tenant = tenant;
        this.pages = pages;
    }

    void addTo(Router<Handler> router) {
        router.add("GET /redeem", this::begin);
        router.add("POST /redeem/consent", this::consent);
        router.add("POST /redeem/factor", this::factor);
        router.add("POST /redeem/finish", this::finish);
    }

    private Response begin(Request request) {
        var token = request.queryParam("token").orElse("");
        return tenant.redemptions
                .link(token)
                .map(link -> step("redeem-identity", "Sign in", token, link, Map.of("identities", identities())))
                .orElseGet(this::unknown);
    }

    private static List<Map<String, Object>> identities() {
        return List.of(
                Map.of("value", "WORK", "label", Redemptions.Identity.WORK.label()),
                Map.of("value", "MICROSOFT", "label", Redemptions.Identity.MICROSOFT.label()),
                Map.of("value", "PASSCODE", "label", Redemptions.Identity.PASSCODE.label()));
    }

    private Response unknown() {
        return pages.problem(404, "AADB2B_0001", "This invitation link is not valid. Ask for a new one.");
    }

    private Response step(
            String template, String title, String token, Redemptions.Link link, Map<String, Object> more) {
        var model = new LinkedHashMap<String, Object>(more);
        model.put("token", token);
        model.put("mail", link.mail());
        model.put("organization", Seeds.ORGANIZATION);
        model.putIfAbsent("problem", "");
        return pages.page(200, template, title, model);
    }

    private Response consent(Request request) {
        var form = request.formBody();
        var token = form.getOrDefault("token", "");
        return tenant.redemptions
                .link(token)
                .map(link -> step(
                        "redeem-consent",
                        "Review permissions",
                        token,
                        link,
                        Map.of("identity", form.getOrDefault("identity", "WORK"), "domain", Seeds.VERIFIED_DOMAIN)))
                .orElseGet(this::unknown);
    }

    private Response factor(Request request) {
        var form = request.formBody();
        if (form.getOrDefault("answer", "").equals("cancel")) {
            return pages.page(
                    200,
                    "message",
                    "Invitation not accepted",
                    Map.of("text", "You did not agree, so nothing has changed. The link in your mail stays valid."));
        }
        return factorStep(form.getOrDefault("token", ""), form.getOrDefault("identity", "WORK"), "");
    }

    private Response factorStep(String token, String identity, String problem) {
        return tenant.redemptions
                .link(token)
                .map(link -> {
                    var code = factorCodes.computeIfAbsent(token, key -> "%06d".formatted(random.nextInt(1_000_000)));
                    return step(
                            "redeem-factor",
                            "Verify your identity",
                            token,
                            link,
                            Map.of("identity", identity, "code", code, "problem", problem));
                })
                .orElseGet(this::unknown);
    }

    private Response finish(Request request) {
        var form = request.formBody();
        var token = form.getOrDefault("token", "");
        var link = tenant.redemptions.link(token);
        if (link.isEmpty()) {
            return unknown();
        }
        var name = form.getOrDefault("identity", "WORK");
        if (!form.getOrDefault("code", "").strip().equals(factorCodes.get(token))) {
            return factorStep(token, name, "That code is not right. Enter the six digits your phone shows.");
        }
        var identity = Redemptions.Identity.named(name).orElse(Redemptions.Identity.WORK);
        var refusal = tenant.redemptions.accept(link.get().userId(), identity, null);
        if (refusal.isPresent()) {
            return pages.problem(409, "AADSTS90072", refusal.get());
        }
        factorCodes.remove(token);
        return Response.redirect(link.get().redirectUrl());
    }
}
