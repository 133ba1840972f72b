namespace KServe.ControlPlane;

/// <summary>The fields of Kubernetes that every resource or pod has.</summary>
internal static class PodSchema
{
    public const string Text = """
        type ObjectMeta
        acts: name:s namespace:s labels{}:s annotations{}:s
        silent: generateName:s uid:s resourceVersion:s generation:i creationTimestamp:s selfLink:s
        deletionTimestamp:s deletionGracePeriodSeconds:i finalizers[]:s managedFields[]:* ownerReferences[]:*

        type Reference
        silent: name:s namespace:s sectionName:s

        type PodOnly
        accepts "placement belongs to a cluster": affinity:* tolerations[]:* nodeSelector{}:s nodeName:s
        topologySpreadConstraints[]:* schedulerName:s priority:i priorityClassName:s preemptionPolicy:s
        runtimeClassName:s overhead{}:q readinessGates[]:* schedulingGates[]:* os:* resourceClaims[]:*
        accepts "a process has no pod": volumes[]:* initContainers[]:Container ephemeralContainers[]:*
        restartPolicy:s terminationGracePeriodSeconds:i activeDeadlineSeconds:i dnsPolicy:s dnsConfig:* hostAliases[]:*
        hostname:s hostnameOverride:s subdomain:s setHostnameAsFQDN:b hostIPC:b hostNetwork:b hostPID:b hostUsers:b
        shareProcessNamespace:b enableServiceLinks:b imagePullSecrets[]:Reference
        accepts "the process has an identity of its own": serviceAccount:s serviceAccountName:s
        automountServiceAccountToken:b securityContext:*
        accepts "a process has no quota": resources:Resources

        type PodSpec
        include PodOnly
        acts: containers[]:Container
        """;
}
