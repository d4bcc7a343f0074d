package dev.guestward.simulatedtenant;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a clinician sees: the mailbox and the apps. */
final class ClinicianPages {
    private final Tenant tenant;
    private final Directory directory;
    private final Pages pages;

    ClinicianPages(Tenant tenant, Pages pages) {
        this.tenant = tenant;
        this.pages = pages;
        directory = tenant.directory;
    }

    void addTo(Router<Handler> router) {
        router.add("GET /mailbox", this::mailbox);
        router.add("GET /apps", this::apps);
    }

    private Response mailbox(Request request) {
        var to = request.queryParam("to").filter(address -> !address.isBlank());
        var all = tenant.mails.mails(null);
        var addresses = new LinkedHashSet<String>();
        all.forEach(mail -> addresses.add(mail.to()));
        var mails = new ArrayList<Map<String, Object>>();
        for (var mail : all) {
            if (to.isEmpty() || mail.to().equalsIgnoreCase(to.get())) {
                mails.add(0, model(mail));
            }
        }
        var id = request.queryParam("id");
        var open = all.stream()
                .filter(mail -> id.isPresent() && mail.id().equals(id.get()))
                .findFirst();
        if (open.isPresent()) {
            return pages.page(
                    200, "mail", open.get().subject(), Map.of("mail", model(open.get()), "to", to.orElse("")));
        }
        return pages.page(
                200,
                "mailbox",
                to.map(address -> "Mailbox of " + address).orElse("All mailboxes"),
                Map.of("mails", mails, "to", to.orElse(""), "addresses", List.copyOf(addresses)));
    }

    private static Map<String, Object> model(MailCatcher.Mail mail) {
        return Map.of(
                "id", mail.id(),
                "to", mail.to(),
                "from", mail.from(),
                "subject", mail.subject().isEmpty() ? "(no subject)" : mail.subject(),
                "text", mail.text(),
                // links open beside the page; scripts and forms stay off in the sandbox of the frame
                "html", mail.html().isEmpty() ? "" : "<base target=\"_blank\">" + mail.html(),
                "links", mail.links());
    }

    private Response apps(Request request) {
        var asked = request.queryParam("user").filter(user -> !user.isBlank());
        return directory.locked(() -> {
            var guests = directory.allUsers().stream()
                    .filter(user -> user.live() && user.guest())
                    .limit(100)
                    .map(user -> Map.<String, Object>of(
                            "id", user.id(), "name", user.text("displayName"), "mail", user.text("mail")))
                    .toList();
            if (asked.isEmpty()) {
                return pages.page(200, "apps-choose", "Apps of a guest", Map.of("guests", guests));
            }
            Optional<UserEntry> found =
                    directory.user(asked.get()).or(() -> directory.liveUserWithAddress(asked.get()));
            if (found.isEmpty()) {
                return pages.problem(404, "AADSTS50020", "This account does not exist in " + Seeds.ORGANIZATION + ".");
            }
            var user = found.get();
            var apps = new ArrayList<Map<String, Object>>();
            for (var group : directory.allGroups()) {
                if (group.id().equals(Seeds.HEALTH_RECORDS_GUESTS_GROUP_ID) && group.members.contains(user.id())) {
                    apps.add(Map.of("name", Seeds.HEALTH_RECORDS_APP, "through", group.text("displayName")));
                }
            }
            return pages.page(
                    200,
                    "apps",
                    "Apps of " + user.text("displayName"),
                    Map.of(
                            "name", user.text("displayName"),
                            "mail", user.text("mail"),
                            "enabled", user.enabled(),
                            "pending", user.pending(),
                            "apps", user.enabled() && !user.pending() ? apps : List.of()));
        });
    }
}
