namespace KServe.LoadTest.Servers;

/// <summary>The names of servers on the command line and in the table.</summary>
internal static class ServerNames
{
    /// <summary>A bare endpoint that moves the same bytes.</summary>
    public const string Floor = "floor";

    /// <summary>A thread that answers with bytes made before: what the machine's own tail is.</summary>
    public const string Raw = "raw";

    /// <summary>This project.</summary>
    public const string KServe = "kserve";

    /// <summary>This project with its own transport.</summary>
    public const string KServeTransport = "kserve-transport";

    /// <summary>This project with batching, where the scenario compares the two.</summary>
    public const string KServeBatching = "kserve-batching";

    /// <summary>FastAPI on uvicorn.</summary>
    public const string FastApi = "fastapi";

    /// <summary>Node.js: its HTTP server, or @grpc/grpc-js.</summary>
    public const string Node = "node";

    /// <summary>A session of ONNX Runtime that is called in a loop, without a server.</summary>
    public const string OnnxLoop = "onnx-loop";
}
