namespace KServe.ControlPlane;

/// <summary>The fields of an LLMInferenceService and of its shared configuration.</summary>
internal static class LanguageModelSchema
{
    public const string Text = """
        type Lora
        accepts "adapters are not served": adapters[]:* maxAdapters:i maxCpuAdapters:i maxRank:i

        type LanguageModel
        acts: uri!:s name:s
        accepts "requests have no classes": criticality:s(Critical|Standard|Sheddable)
        accepts "adapters are not served": lora:Lora
        accepts "models are not decrypted": confidential:Confidential

        type Workload
        accepts "one process is one replica": replicas:i scaling:* rolloutStrategy:*
        accepts "one process is one node": parallelism:Parallelism
        accepts "a process has no pod": template:PodSpec worker:PodSpec labels{}:s annotations{}:s
        accepts "the engine has a cache of its own": kvCacheOffloading:*

        type Parallelism
        silent: data:i dataLocal:i dataRPCPort:i expert:b pipeline:i tensor:i

        type GatewayRefs
        silent: refs[]:Reference

        type RouterSpec
        accepts "routing belongs to a cluster": route:* gateway:GatewayRefs ingress:GatewayRefs scheduler:*

        type StorageInitializer
        silent: enabled:b

        type Tracing
        silent: exporter:s exporterEndpoint:s sampler:s samplerArg:s

        type LanguageModelServiceSpec
        include Workload
        acts: model!:LanguageModel
        accepts "one process is one node": prefill:Workload
        accepts "routing belongs to a cluster": router:RouterSpec
        accepts "storage providers belong to the host": storageInitializer:StorageInitializer
        accepts "the host has telemetry of its own": tracing:Tracing
        accepts "presets describe pods": baseRefs[]:Reference

        type LLMInferenceService
        acts: apiVersion:s kind:s metadata!:ObjectMeta spec!:LanguageModelServiceSpec
        silent: status:*

        type LanguageModelPart
        accepts "presets describe pods": uri:s name:s criticality:s lora:Lora confidential:Confidential

        type LanguageModelConfigSpec
        include Workload
        accepts "presets describe pods": model:LanguageModelPart prefill:Workload router:RouterSpec
        storageInitializer:StorageInitializer tracing:Tracing baseRefs[]:Reference

        type LLMInferenceServiceConfig
        acts: apiVersion:s kind:s metadata!:ObjectMeta spec!:LanguageModelConfigSpec
        silent: status:*
        """;
}
