using KServe.Load.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace KServe.Load.Generation;

/// <summary>A server with a language model, and with one of embeddings.</summary>
public static class GenerationServer
{
    /// <summary>The name of the model.</summary>
    public const string Model = "chat";

    /// <summary>The name of the model of embeddings.</summary>
    public const string Embeddings = "embed";

    private static readonly string EmbeddingsFolder = Path.Combine(AppContext.BaseDirectory, "Fixtures", "embedding");

    /// <summary>Gets the folder of the small chat model that comes with the program.</summary>
    public static string Folder { get; } = Path.Combine(AppContext.BaseDirectory, "Fixtures", "tiny-chat");

    /// <summary>Starts a server in this process.</summary>
    /// <param name="folder">The folder of the model.</param>
    /// <param name="cancellationToken">Gives the start up.</param>
    /// <returns>The running server.</returns>
    public static Task<LoopbackServer> StartAsync(string folder, CancellationToken cancellationToken) =>
        LoopbackServer.StartAsync(
            new LoopbackServerOptions
            {
                Models = models => models.AddStorage()
                    .AddLanguageModel(Model, folder)
                    .AddLanguageModel(Embeddings, EmbeddingsFolder),
                WaitFor = [Model, Embeddings],
            },
            cancellationToken);

    /// <summary>Serves, says where on the console, and ends when the input does.</summary>
    /// <param name="folder">The folder of the model.</param>
    /// <returns>A task that ends with the server.</returns>
    public static async Task RunAsync(string folder)
    {
        await using var server = await StartAsync(folder, CancellationToken.None);
        await Console.Out.WriteLineAsync(server.Http.ToString());

        // Whoever started it may be killed itself: then nobody else would end it.
        while (await Console.In.ReadLineAsync() is not null)
        {
        }
    }
}
