namespace KServe.Runtime.Remote;

/// <summary>Names the protocols that a remote model can be called by.</summary>
public enum RemoteProtocol
{
    /// <summary>The Open Inference Protocol over REST: KServe, Triton, MLServer.</summary>
    V2,

    /// <summary>The Open Inference Protocol over gRPC: KServe, Triton, MLServer.</summary>
    GrpcV2,

    /// <summary>V1 over REST: KServe, TensorFlow Serving, TorchServe.</summary>
    V1,

    /// <summary>OpenAI's protocol, for models of texts: vLLM, TGI, llama.cpp, KServe and providers.</summary>
    OpenAi,
}
