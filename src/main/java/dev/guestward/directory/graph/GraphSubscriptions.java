package dev.guestward.directory.graph;

import com.microsoft.graph.serviceclient.GraphServiceClient;
import dev.guestward.directory.Answer;
import dev.guestward.directory.DirectorySubscriptions;
import java.net.URI;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/** {@link DirectorySubscriptions} over Microsoft Graph v1.0. */
@Component
class GraphSubscriptions implements DirectorySubscriptions {
    private final GraphServiceClient graph;
    private final GraphLinks links;

    GraphSubscriptions(GraphClients clients, GraphSettings settings) {
        this.graph = clients.reader();
        this.links = new GraphLinks(settings.baseUrl());
    }

    @Override
    public List<Subscription> list() {
        var subscriptions = graph.subscriptions();
        return links
                .pages(
                        "Listing subscriptions",
                        () -> subscriptions.get(),
                        link -> subscriptions.withUrl(link).get())
                .orElse(List.of())
                .stream()
                .flatMap(page -> GraphAccounts.listed(page.getValue()))
                .map(GraphSubscriptions::subscription)
                .toList();
    }

    @Override
    public Answer<Subscription> create(NewSubscription wanted) {
        var body = new com.microsoft.graph.models.Subscription();
        body.setResource(wanted.resource());
        body.setChangeType(wanted.changes().stream().sorted().collect(Collectors.joining(",")));
        body.setNotificationUrl(wanted.notificationUrl().toString());
        body.setLifecycleNotificationUrl(wanted.lifecycleUrl().toString());
        body.setExpirationDateTime(wanted.expiresAt().atOffset(ZoneOffset.UTC));
        body.setClientState(wanted.clientState());
        body.setLatestSupportedTlsVersion("v1_2");
        return GraphCalls.act(() -> {
            var made = graph.subscriptions().post(body);
            return made == null || made.getId() == null
                    ? new Answer.Unknown<>("incomplete answer")
                    : new Answer.Done<>(subscription(made));
        });
    }

    @Override
    public Answer<Subscription> renew(String id, Instant expiresAt) {
        var body = new com.microsoft.graph.models.Subscription();
        body.setExpirationDateTime(expiresAt.atOffset(ZoneOffset.UTC));
        return GraphCalls.act(() -> {
            var renewed = graph.subscriptions().bySubscriptionId(id).patch(body);
            return renewed == null || renewed.getId() == null
                    ? new Answer.Unknown<>("incomplete answer")
                    : new Answer.Done<>(subscription(renewed));
        });
    }

    @Override
    public Answer<String> reauthorize(String id) {
        return GraphCalls.act(() -> {
            graph.subscriptions().bySubscriptionId(id).reauthorize().post();
            return new Answer.Done<>(id);
        });
    }

    @Override
    public Answer<String> delete(String id) {
        return GraphCalls.act(() -> {
            graph.subscriptions().bySubscriptionId(id).delete();
            return new Answer.Done<>(id);
        });
    }

    private static Subscription subscription(com.microsoft.graph.models.Subscription from) {
        return new Subscription(
                Objects.requireNonNull(from.getId()),
                Objects.requireNonNullElse(from.getResource(), ""),
                Stream.of(Objects.requireNonNullElse(from.getChangeType(), "").split(",", -1))
                        .map(String::strip)
                        .collect(Collectors.toSet()),
                from.getExpirationDateTime() == null
                        ? Instant.EPOCH
                        : from.getExpirationDateTime().toInstant(),
                URI.create(Objects.requireNonNullElse(from.getNotificationUrl(), "")));
    }
}
