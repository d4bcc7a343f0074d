package dev.guestward.directory.graph;

import com.microsoft.graph.core.content.BatchRequestContent;
import com.microsoft.graph.core.content.BatchResponseContent;
import com.microsoft.graph.models.DirectoryObjectCollectionResponse;
import com.microsoft.graph.models.User;
import com.microsoft.graph.serviceclient.GraphServiceClient;
import com.microsoft.kiota.RequestInformation;
import com.microsoft.kiota.serialization.Parsable;
import com.microsoft.kiota.serialization.ParsableFactory;
import dev.guestward.directory.AccountInspection;
import dev.guestward.directory.DirectoryReads;
import dev.guestward.directory.DirectoryUnavailable;
import dev.guestward.directory.DirectoryUser;
import dev.guestward.directory.Membership;
import dev.guestward.directory.ObjectId;
import dev.guestward.directory.Trouble;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import okhttp3.Response;

/**
 * Reads accounts many at a time. Batching saves round trips and no quota; what the SDK would retry in a single call it
 * leaves alone in a batch, so one failed part fails the whole read.
 */
final class GraphBatches {
    private static final String WHAT = "Reading accounts";

    private final GraphServiceClient graph;
    private final GraphRelations relations;

    GraphBatches(GraphServiceClient graph, GraphRelations relations) {
        this.graph = graph;
        this.relations = relations;
    }

    Map<ObjectId, DirectoryUser> users(Collection<ObjectId> ids) {
        Map<ObjectId, DirectoryUser> found = new LinkedHashMap<>();
        for (List<ObjectId> some : parts(ids, DirectoryReads.MOST_IN_ONE_CALL)) {
            Batch batch = new Batch();
            some.forEach(batch::user);
            batch.send();
            some.forEach(id -> batch.foundUser(id).ifPresent(user -> found.put(id, user)));
        }
        return found;
    }

    Map<ObjectId, AccountInspection> inspect(Collection<ObjectId> ids) {
        Map<ObjectId, AccountInspection> found = new LinkedHashMap<>();
        for (List<ObjectId> some : parts(ids, DirectoryReads.MOST_IN_ONE_CALL / 2)) {
            Batch batch = new Batch();
            some.forEach(id -> {
                batch.user(id);
                batch.memberships(id);
            });
            batch.send();
            some.forEach(id ->
                    found.put(id, new AccountInspection(batch.foundUser(id), batch.foundMemberships(id))));
        }
        return found;
    }

    private static List<List<ObjectId>> parts(Collection<ObjectId> ids, int size) {
        List<ObjectId> distinct = new ArrayList<>(new LinkedHashSet<>(ids));
        List<List<ObjectId>> parts = new ArrayList<>();
        for (int from = 0; from < distinct.size(); from += size) {
            parts.add(distinct.subList(from, Math.min(from + size, distinct.size())));
        }
        return parts;
    }

    /** One call. Steps are added one by one: given as a list, the SDK accepts only 19. */
    private final class Batch {
        private final BatchRequestContent content = new BatchRequestContent(graph);
        private final Map<ObjectId, String> userSteps = new HashMap<>();
        private final Map<ObjectId, String> membershipSteps = new HashMap<>();
        private BatchResponseContent answer;

        void user(ObjectId id) {
            userSteps.put(
                    id,
                    step(graph.users()
                            .byUserId(id.value())
                            .toGetRequestInformation(request -> request.queryParameters.select = GraphUsers.SELECT)));
        }

        void memberships(ObjectId id) {
            membershipSteps.put(
                    id,
                    step(graph.users()
                            .byUserId(id.value())
                            .memberOf()
                            .toGetRequestInformation(
                                    request -> {
                                        request.queryParameters.select = GraphRelations.NAMED;
                                        request.queryParameters.top = GraphRelations.LARGEST_PAGE;
                                    })));
        }

        private String step(RequestInformation request) {
            return content.addBatchRequestStep(request);
        }

        void send() {
            answer = GraphCalls.required(WHAT, () -> {
                try {
                    return graph.getBatchRequestBuilder().post(content, null);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
            Duration pause = Duration.ZERO;
            Optional<Trouble> trouble = Optional.empty();
            String codes = "";
            for (String id : content.getBatchRequestSteps().keySet()) {
                try (Response part = GraphCalls.required(WHAT, () -> answer.getResponseById(id))) {
                    if (!part.isSuccessful() && part.code() != 404) {
                        Duration asked = RetryAfter.of(part.header("Retry-After"));
                        pause = asked.compareTo(pause) > 0 ? asked : pause;
                        trouble = Optional.of(part.code() == 403 ? Trouble.PERMISSION : Trouble.SERVICE);
                        codes = Integer.toString(part.code());
                    }
                }
            }
            if (trouble.isPresent()) {
                throw new DirectoryUnavailable(WHAT + " failed in part: " + codes, trouble.get(), pause);
            }
        }

        Optional<DirectoryUser> foundUser(ObjectId id) {
            return part(userSteps.get(id), User::createFromDiscriminatorValue).map(GraphUsers::user);
        }

        List<Membership> foundMemberships(ObjectId id) {
            Optional<DirectoryObjectCollectionResponse> page =
                    part(membershipSteps.get(id), DirectoryObjectCollectionResponse::createFromDiscriminatorValue);
            if (page.filter(first -> first.getOdataNextLink() != null).isPresent()) {
                return relations.memberships(id);
            }
            return page.map(only -> GraphRelations.memberships(only).toList()).orElse(List.of());
        }

        private <T extends Parsable> Optional<T> part(String step, ParsableFactory<T> factory) {
            try (Response part = answer.getResponseById(step)) {
                if (part.code() == 404) {
                    return Optional.empty();
                }
            }
            return GraphCalls.read(WHAT, () -> answer.getResponseById(step, factory));
        }
    }
}
