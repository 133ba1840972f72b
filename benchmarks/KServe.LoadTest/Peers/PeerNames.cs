namespace KServe.LoadTest.Peers;

/// <summary>The names of the variants of peers whose models cost nothing.</summary>
internal static class PeerNames
{
    /// <summary>FastAPI on uvicorn with next to nothing but JSON to do.</summary>
    public const string FastApiJson = "fastapi-json";

    /// <summary>Node.js with next to nothing but JSON to do.</summary>
    public const string NodeJson = "node-json";
}
