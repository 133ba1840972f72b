namespace KServe.ControlPlane;

/// <summary>The fields of serving runtimes and of what brings models to them.</summary>
internal static class RuntimeSchema
{
    public const string Text = """
        type SupportedFormat
        acts: name!:s version:s autoSelect:b priority:i

        type StorageHelper
        silent: disabled:b

        type BuiltInAdapter
        silent: serverType:s runtimeManagementPort:i memBufferBytes:i modelLoadingTimeoutMillis:i env[]:EnvVar

        type ServingRuntimeSpec
        include PodOnly
        acts: supportedModelFormats[]:SupportedFormat protocolVersions[]:s disabled:b containers[]:Container
        grpcDataEndpoint:s httpDataEndpoint:s
        accepts "a process has no pod": labels{}:s annotations{}:s
        accepts "one process is one replica": replicas:i
        accepts "one process is one node": workerSpec:WorkerSpec
        accepts "models are served by this process": multiModel:b grpcEndpoint:s
        storageHelper:StorageHelper builtInAdapter:BuiltInAdapter

        type ServingRuntime
        acts: apiVersion:s kind:s metadata!:ObjectMeta spec!:ServingRuntimeSpec
        silent: status:*

        type UriFormat
        silent: prefix:s regex:s

        type ClusterStorageContainerSpec
        accepts "storage providers belong to the host": container:Container supportedUriFormats[]:UriFormat
        supportsMultiModelDownload:b workloadType:s

        type ClusterStorageContainer
        acts: apiVersion:s kind:s metadata!:ObjectMeta spec!:ClusterStorageContainerSpec
        accepts "storage providers belong to the host": disabled:b supportsMultiModelDownload:b workloadType:s
        silent: status:*
        """;
}
