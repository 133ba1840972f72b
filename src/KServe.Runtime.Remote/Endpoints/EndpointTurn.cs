namespace KServe.Runtime.Remote;

/// <summary>Where among the endpoints the attempts of one request begin.</summary>
/// <remarks>Safe for concurrent use: hedges run beside each other.</remarks>
internal sealed class EndpointTurn(int position)
{
    private int _position = position;

    /// <summary>Takes the endpoint of the next attempt.</summary>
    public int Take() => (Interlocked.Increment(ref _position) - 1) & int.MaxValue;
}
