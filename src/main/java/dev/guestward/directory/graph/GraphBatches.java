package dev.guestward.directory.graph;

import com.microsoft.graph.core.content.BatchRequestContent;
import com.microsoft.graph.core.content.BatchResponseContent;
import com.microsoft.graph.models.DirectoryObjectCollectionResponse;
import com.microsoft.graph.models.User;
import com.microsoft.graph.serviceclient.GraphServiceClient;
import com.microsoft.kiota.NativeResponseHandler;
import com.microsoft.kiota.RequestInformation;
import com.microsoft.kiota.ResponseHandlerOption;
import com.microsoft.kiota.serialization.Parsable;
import com.microsoft.kiota.serialization.ParsableFactory;
import dev.guestward.directory.AccountInspection;
import dev.guestward.directory.DirectoryReads;
import dev.guestward.directory.DirectoryUnavailable;
import dev.guestward.directory.DirectoryUser;
import dev.guestward.directory.Membership;
import dev.guestward.directory.ObjectId;
import dev.guestward.directory.ReadTogether;
import dev.guestward.directory.ReportingLine;
import dev.guestward.directory.Trouble;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BiConsumer;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/**
 * Reads accounts many at a time. Batching saves round trips and no quota: the directory may throttle some parts of a call
 * and answer the others, so each account has a failure of its own.
 */
final class GraphBatches {
    private static final String WHAT = "Reading accounts";

    private final GraphServiceClient graph;
    private final GraphRelations relations;

    GraphBatches(GraphServiceClient graph, GraphRelations relations) {
        this.graph = graph;
        this.relations = relations;
    }

    ReadTogether<DirectoryUser> users(Collection<ObjectId> ids) {
        Map<ObjectId, DirectoryUser> found = new LinkedHashMap<>();
        return together(
                ids,
                DirectoryReads.MOST_IN_ONE_CALL,
                Batch::user,
                found,
                (answers, id) -> answers.user(id).ifPresent(user -> found.put(id, user)));
    }

    ReadTogether<AccountInspection> inspect(Collection<ObjectId> ids) {
        Map<ObjectId, AccountInspection> found = new LinkedHashMap<>();
        return together(
                ids,
                DirectoryReads.MOST_IN_ONE_CALL / 2,
                (batch, id) -> {
                    batch.user(id);
                    batch.memberships(id);
                },
                found,
                (answers, id) -> found.put(id, new AccountInspection(answers.user(id), answers.memberships(id))));
    }

    ReadTogether<ReportingLine> reportingLines(Collection<ObjectId> ids) {
        Map<ObjectId, ReportingLine> found = new LinkedHashMap<>();
        return together(
                ids,
                DirectoryReads.MOST_IN_ONE_CALL,
                Batch::reportingLine,
                found,
                (answers, id) -> answers.reportingLine(id).ifPresent(line -> found.put(id, line)));
    }

    private <T> ReadTogether<T> together(
            Collection<ObjectId> ids,
            int most,
            BiConsumer<Batch, ObjectId> asked,
            Map<ObjectId, T> found,
            BiConsumer<Answers, ObjectId> take) {
        Map<ObjectId, DirectoryUnavailable> failed = new LinkedHashMap<>();
        for (List<ObjectId> some : parts(ids, most)) {
            try {
                Batch batch = new Batch();
                some.forEach(id -> asked.accept(batch, id));
                Answers answers = batch.send();
                some.forEach(id -> {
                    try {
                        take.accept(answers, id);
                    } catch (DirectoryUnavailable e) {
                        failed.put(id, e);
                    }
                });
            } catch (DirectoryUnavailable e) {
                some.forEach(id -> failed.put(id, e));
            }
        }
        return new ReadTogether<>(found, failed);
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

        void user(ObjectId id) {
            userSteps.put(
                    id,
                    step(graph.users()
                            .byUserId(id.value())
                            .toGetRequestInformation(request -> request.queryParameters.select = GraphUsers.SELECT)));
        }

        void reportingLine(ObjectId id) {
            userSteps.put(id, step(graph.users().byUserId(id.value()).toGetRequestInformation(request -> {
                request.queryParameters.select = GraphRelations.ID;
                request.queryParameters.expand = GraphRelations.WITH_MANAGER;
            })));
        }

        void memberships(ObjectId id) {
            membershipSteps.put(
                    id, step(graph.users().byUserId(id.value()).memberOf().toGetRequestInformation(request -> {
                        request.queryParameters.select = GraphRelations.NAMED;
                        request.queryParameters.top = GraphRelations.LARGEST_PAGE;
                    })));
        }

        /** The SDK signs each part in, so what keeps us from a token shows here already. */
        private String step(RequestInformation request) {
            return GraphCalls.required(WHAT, () -> content.addBatchRequestStep(request));
        }

        /** The SDK's own way does not look at the status of the whole: an error would be an answer without parts. */
        private @Nullable Response post() {
            try {
                RequestInformation request = graph.getBatchRequestBuilder().toPostRequestInformation(content);
                NativeResponseHandler handler = new NativeResponseHandler();
                ResponseHandlerOption option = new ResponseHandlerOption();
                option.setResponseHandler(handler);
                ReadBudget.Cost cost = new ReadBudget.Cost(userSteps.size() + membershipSteps.size());
                request.addRequestOptions(List.of(option, cost));
                graph.getRequestAdapter().sendPrimitive(request, null, InputStream.class);
                return (Response) handler.getValue();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        Answers send() {
            Response response = GraphCalls.required(WHAT, this::post);
            if (!response.isSuccessful()) {
                response.close();
                throw failed(response);
            }
            BatchResponseContent answer = GraphCalls.required(WHAT, () -> new BatchResponseContent(response));
            return new Answers(answer, userSteps, membershipSteps);
        }
    }

    private static DirectoryUnavailable failed(Response response) {
        Trouble trouble = response.code() == 401
                ? Trouble.CREDENTIAL
                : response.code() == 403 ? Trouble.PERMISSION : Trouble.SERVICE;
        return new DirectoryUnavailable(
                WHAT + " failed: " + response.code(),
                trouble,
                RetryAfter.of(response.header("Retry-After"), response.header("Date")));
    }

    /** The parts of an answer come in any order. */
    private final class Answers {
        private final BatchResponseContent answer;
        private final Map<ObjectId, String> userSteps;
        private final Map<ObjectId, String> membershipSteps;

        Answers(BatchResponseContent answer, Map<ObjectId, String> userSteps, Map<ObjectId, String> membershipSteps) {
            this.answer = answer;
            this.userSteps = userSteps;
            this.membershipSteps = membershipSteps;
        }

        Optional<DirectoryUser> user(ObjectId id) {
            return found(userSteps.get(id), User::createFromDiscriminatorValue).map(GraphUsers::user);
        }

        Optional<ReportingLine> reportingLine(ObjectId id) {
            return found(userSteps.get(id), User::createFromDiscriminatorValue).map(GraphRelations::reportingLine);
        }

        List<Membership> memberships(ObjectId id) {
            Optional<DirectoryObjectCollectionResponse> page =
                    found(membershipSteps.get(id), DirectoryObjectCollectionResponse::createFromDiscriminatorValue);
            if (page.filter(first -> first.getOdataNextLink() != null).isPresent()) {
                return relations.memberships(id);
            }
            return page.map(only -> GraphRelations.memberships(only).toList()).orElse(List.of());
        }

        private <T extends Parsable> Optional<T> found(@Nullable String step, ParsableFactory<T> factory) {
            String id = Objects.requireNonNull(step);
            try (Response part = part(id)) {
                if (part.code() == 404) {
                    return Optional.empty();
                }
                if (!part.isSuccessful()) {
                    throw failed(part);
                }
            }
            return Optional.of(GraphCalls.required(WHAT, () -> answer.getResponseById(id, factory)));
        }

        private Response part(String step) {
            return GraphCalls.required(WHAT, () -> answer.getResponseById(step));
        }
    }
}
