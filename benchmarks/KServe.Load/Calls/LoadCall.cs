using KServe.Load.Hosting;

namespace KServe.Load.Calls;

/// <summary>One request that a load repeats, and the check of its answer.</summary>
/// <param name="name">The name in reports.</param>
/// <remarks>Immutable and safe for concurrent use.</remarks>
public abstract class LoadCall(string name)
{
    /// <summary>Gets the name in reports.</summary>
    public string Name => name;

    /// <summary>Makes the request.</summary>
    /// <param name="server">The addresses to send it to.</param>
    /// <returns>A new message.</returns>
    public abstract HttpRequestMessage CreateRequest(ServerAddresses server);

    /// <summary>Looks for what is wrong with an answer.</summary>
    /// <param name="response">The answer, whose body has been read.</param>
    /// <param name="body">The body.</param>
    /// <returns>What is wrong, or <see langword="null"/>.</returns>
    public abstract string? FindError(HttpResponseMessage response, ReadOnlySpan<byte> body);

    /// <summary>Sends the request and checks its answer.</summary>
    /// <param name="client">The client.</param>
    /// <param name="server">The addresses to send it to.</param>
    /// <param name="cancellationToken">Gives the request up.</param>
    /// <returns>What is wrong with the answer, or <see langword="null"/>.</returns>
    public async Task<string?> SendAsync(
        HttpMessageInvoker client,
        ServerAddresses server,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(client);
        using var request = CreateRequest(server);
        using var response = await client.SendAsync(request, cancellationToken);
        var body = await response.Content.ReadAsByteArrayAsync(cancellationToken);
        return FindError(response, body);
    }
}
