namespace KServe.LoadTest.Client;

/// <summary>Is told when answers are complete.</summary>
internal interface ICompletions
{
    /// <summary>Takes the end of one request, and may submit the next to the same connection.</summary>
    /// <param name="connection">The connection, which has room for one more request.</param>
    /// <param name="intended">When the request was meant to be sent.</param>
    /// <param name="now">When its answer had been read.</param>
    void Complete(LoadConnection connection, long intended, long now);
}
