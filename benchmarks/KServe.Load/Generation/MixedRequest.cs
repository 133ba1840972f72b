namespace KServe.Load.Generation;

/// <summary>One request of the mix.</summary>
/// <param name="Kind">What it is there for.</param>
/// <param name="Path">The path behind the server's address.</param>
/// <param name="Fields">The members of its JSON object.</param>
internal sealed record MixedRequest(string Kind, string Path, string Fields)
{
    /// <summary>Gets the status that is right.</summary>
    public int Status { get; init; } = 200;

    /// <summary>Gets whether it may be answered as a stream.</summary>
    public bool CanStream { get; init; }

    /// <summary>Gets whether it has the same answer each time.</summary>
    public bool IsRepeatable { get; init; }
}
