namespace KServe.ControlPlane;

/// <summary>The fields of trained models and of caches of models.</summary>
internal static class ModelSchema
{
    public const string Text = """
        type TrainedModelPart
        acts: storageUri!:s framework!:s memory:q

        type TrainedModelSpec
        acts: inferenceService!:s model!:TrainedModelPart

        type TrainedModel
        acts: apiVersion:s kind:s metadata!:ObjectMeta spec!:TrainedModelSpec
        silent: status:*

        type CacheStorage
        silent: key:s parameters{}:s

        type LocalModelCacheSpec
        acts: sourceModelUri!:s
        accepts "a process has no nodes": modelSize:q nodeGroup:s nodeGroups[]:s serviceAccountName:s
        storage:CacheStorage

        type LocalModelCache
        acts: apiVersion:s kind:s metadata!:ObjectMeta spec!:LocalModelCacheSpec
        silent: status:*

        type LocalModelNodeGroupSpec
        accepts "a process has no nodes": storageLimit:q persistentVolumeSpec:* persistentVolumeClaimSpec:*

        type LocalModelNodeGroup
        acts: apiVersion:s kind:s metadata!:ObjectMeta spec!:LocalModelNodeGroupSpec
        silent: status:*

        type LocalModelNodeSpec
        accepts "a process has no nodes": localModels[]:*

        type LocalModelNode
        acts: apiVersion:s kind:s metadata!:ObjectMeta spec!:LocalModelNodeSpec
        silent: status:*
        """;
}
