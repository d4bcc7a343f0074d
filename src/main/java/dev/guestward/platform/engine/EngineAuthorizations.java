package dev.guestward.platform.engine;

import static org.camunda.bpm.engine.authorization.Authorization.ANY;
import static org.camunda.bpm.engine.authorization.Authorization.AUTH_TYPE_GRANT;
import static org.camunda.bpm.engine.authorization.Permissions.ACCESS;
import static org.camunda.bpm.engine.authorization.Permissions.ALL;
import static org.camunda.bpm.engine.authorization.Permissions.CREATE;
import static org.camunda.bpm.engine.authorization.Permissions.CREATE_INSTANCE;
import static org.camunda.bpm.engine.authorization.Permissions.READ;

import dev.guestward.people.Role;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.camunda.bpm.engine.AuthorizationService;
import org.camunda.bpm.engine.authorization.Authorization;
import org.camunda.bpm.engine.authorization.Permission;
import org.camunda.bpm.engine.authorization.Resource;
import org.camunda.bpm.engine.authorization.Resources;
import org.camunda.bpm.engine.authorization.SystemPermissions;
import org.springframework.stereotype.Component;

/**
 * What the roles may do in the engine. Sponsors and owners get Tasklist and, per workflow, its start; rights on a task
 * come and go with the task, see {@link TaskRights}. Nobody may deploy or change rights: both come with the product.
 */
@Component
class EngineAuthorizations {
    private static final Set<Resources> READ_ONLY =
            EnumSet.of(Resources.DEPLOYMENT, Resources.USER, Resources.GROUP, Resources.AUTHORIZATION);
    private static final Set<Resources> OTHERWISE = EnumSet.of(
            Resources.APPLICATION,
            Resources.GROUP_MEMBERSHIP,
            Resources.TENANT,
            Resources.TENANT_MEMBERSHIP,
            Resources.OPTIMIZE,
            Resources.SYSTEM,
            Resources.REPORT,
            Resources.DASHBOARD);
    /** Where a grant that is no longer wanted is taken back. */
    private static final Set<Resources> OWNED = EnumSet.of(
            Resources.APPLICATION, Resources.PROCESS_DEFINITION, Resources.PROCESS_INSTANCE, Resources.FILTER);

    private final AuthorizationService authorizations;
    private final List<StartRight> startRights;

    EngineAuthorizations(AuthorizationService authorizations, List<StartRight> startRights) {
        this.authorizations = authorizations;
        this.startRights = startRights;
    }

    private record Grant(String group, Resource resource, String resourceId, Set<Permission> permissions) {
        Grant(Role role, Resource resource, String resourceId, Permission... permissions) {
            this(role.groupId(), resource, resourceId, Set.of(permissions));
        }
    }

    /** Brings the groups' grants to what they should be. The caller sees to it that one node does so at a time. */
    void apply(String sharedFilter) {
        List<Grant> wanted = wanted(sharedFilter);
        for (Role role : Role.values()) {
            for (Authorization stored : authorizations
                    .createAuthorizationQuery()
                    .groupIdIn(role.groupId())
                    .list()) {
                if (OWNED.stream().anyMatch(r -> r.resourceType() == stored.getResourceType())
                        && wanted.stream().noneMatch(grant -> isAbout(stored, grant))) {
                    authorizations.deleteAuthorization(stored.getId());
                }
            }
        }
        wanted.forEach(this::save);
    }

    private List<Grant> wanted(String sharedFilter) {
        List<Grant> grants = new ArrayList<>();
        for (Resources resource : Resources.values()) {
            if (READ_ONLY.contains(resource)) {
                grants.add(new Grant(Role.ADMINISTRATOR, resource, ANY, READ));
            } else if (!OTHERWISE.contains(resource)) {
                grants.add(new Grant(Role.ADMINISTRATOR, resource, ANY, ALL));
            }
        }
        grants.add(new Grant(Role.ADMINISTRATOR, Resources.APPLICATION, "cockpit", ACCESS));
        grants.add(new Grant(Role.ADMINISTRATOR, Resources.SYSTEM, ANY, SystemPermissions.READ));
        for (Role role : Role.values()) {
            grants.add(new Grant(role, Resources.APPLICATION, "tasklist", ACCESS));
            grants.add(new Grant(role, Resources.FILTER, sharedFilter, READ));
        }
        for (StartRight right : startRights) {
            for (Role role : right.roles()) {
                if (role != Role.ADMINISTRATOR) {
                    grants.add(
                            new Grant(role, Resources.PROCESS_DEFINITION, right.processKey(), READ, CREATE_INSTANCE));
                    grants.add(new Grant(role, Resources.PROCESS_INSTANCE, ANY, CREATE));
                }
            }
        }
        return grants.stream().distinct().toList();
    }

    private static boolean isAbout(Authorization stored, Grant grant) {
        return grant.group().equals(stored.getGroupId())
                && grant.resource().resourceType() == stored.getResourceType()
                && grant.resourceId().equals(stored.getResourceId());
    }

    private void save(Grant grant) {
        Authorization authorization = authorizations
                .createAuthorizationQuery()
                .groupIdIn(grant.group())
                .resourceType(grant.resource())
                .resourceId(grant.resourceId())
                .authorizationType(AUTH_TYPE_GRANT)
                .singleResult();
        Permission[] permissions = grant.permissions().toArray(Permission[]::new);
        if (authorization != null && has(authorization, permissions)) {
            return;
        }
        if (authorization == null) {
            authorization = authorizations.createNewAuthorization(AUTH_TYPE_GRANT);
            authorization.setGroupId(grant.group());
            authorization.setResource(grant.resource());
            authorization.setResourceId(grant.resourceId());
        }
        authorization.setPermissions(permissions);
        authorizations.saveAuthorization(authorization);
    }

    private static boolean has(Authorization authorization, Permission[] permissions) {
        int wanted = Arrays.stream(permissions).mapToInt(Permission::getValue).reduce(0, (a, b) -> a | b);
        int stored = Arrays.stream(authorization.getPermissions(permissions))
                .mapToInt(Permission::getValue)
                .reduce(0, (a, b) -> a | b);
        return wanted == stored;
    }
}
