namespace KServe.ControlPlane;

/// <summary>The fields of an InferenceService.</summary>
internal static class InferenceServiceSchema
{
    public const string Text = """
        type ModelFormat
        acts: name!:s version:s

        type Framework
        include Container
        acts: storageUri:s storage:StorageSpec protocolVersion:s
        accepts "models are served by this process": image:s runtimeVersion:s
        accepts "models are not decrypted": confidential:Confidential

        type Model
        include Framework
        acts: modelFormat!:ModelFormat runtime:s

        type WorkerSpec
        include PodOnly
        accepts "one process is one node": pipelineParallelSize:i tensorParallelSize:i containers[]:Container
        labels{}:s annotations{}:s

        type Predictor
        include PodSpec Component
        acts: name:s model:Model sklearn:Framework xgboost:Framework lightgbm:Framework pmml:Framework onnx:Framework
        mlflow:Framework huggingface:Framework pytorch:Framework tensorflow:Framework triton:Framework paddle:Framework
        storageUris[]:StorageUri
        accepts "storage providers belong to the host": storageContainerName:s
        accepts "one process is one node": workerSpec:WorkerSpec

        type Transformer
        include PodSpec Component
        acts: name:s
        accepts "only predictors load models": storageUris[]:StorageUri
        accepts "the predictor has the traffic": canaryTrafficPercent:i

        type ExplainerType
        include Container
        acts: type:s storageUri:s config{}:s
        accepts "explainers are served by this process": image:s runtimeVersion:s storage:StorageSpec

        type Explainer
        include PodSpec Component
        acts: name:s art:ExplainerType alibi:ExplainerType aix:ExplainerType aif:ExplainerType
        accepts "only predictors load models": storageUris[]:StorageUri
        accepts "the predictor has the traffic": canaryTrafficPercent:i

        type Canary
        acts: predictor!:Predictor trafficPercent:i

        type InferenceServiceSpec
        acts: predictor!:Predictor transformer:Transformer explainer:Explainer canary[]:Canary

        type InferenceService
        acts: apiVersion:s kind:s metadata!:ObjectMeta spec!:InferenceServiceSpec
        silent: status:*
        """;
}
