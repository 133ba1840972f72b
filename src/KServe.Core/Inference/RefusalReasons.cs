namespace KServe;

/// <summary>Names why a server refused what another time it would do, for programs to read.</summary>
public static class RefusalReasons
{
    /// <summary>The model's queue had no place.</summary>
    public const string QueueFull = "queue-full";

    /// <summary>The request waited in the model's queue for too long.</summary>
    public const string QueueTimeout = "queue-timeout";

    /// <summary>The models in memory leave too little of it for another one.</summary>
    public const string ModelMemory = "model-memory";

    /// <summary>The process had too little memory for the request.</summary>
    public const string Memory = "memory";
}
