using System.Text;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace KServe.Graphs.Tests.Fakes;

/// <summary>A host without a web server, whose models and graphs are called directly.</summary>
internal sealed class GraphHost : IAsyncDisposable
{
    private readonly IHost _host;

    private GraphHost(IHost host) => _host = host;

    public IServiceProvider Services => _host.Services;

    public ModelRegistry Registry => Services.GetRequiredService<ModelRegistry>();

    public TensorPool Pool => Services.GetRequiredService<TensorPool>();

    public static async Task<GraphHost> StartAsync(
        Action<IKServeBuilder> configure,
        IEnumerable<KeyValuePair<string, string?>>? settings = null)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Configuration.AddInMemoryCollection(settings ?? []);
        configure(builder.Services.AddKServeCore().AddInferenceGraphs());
        var host = builder.Build();
        await host.StartAsync(TestContext.Current.CancellationToken);
        await host.Services.GetRequiredService<ServerHealth>().Started;
        return new GraphHost(host);
    }

    /// <summary>Calls a graph of this host with a body.</summary>
    public async Task<(int Status, string Body)> CallAsync(
        string graph,
        string body,
        IReadOnlyDictionary<string, string>? headers = null)
    {
        using var lease = Registry.Pin(graph);
        return await CallAsync(lease.Revision.InferAsync, body, headers);
    }

    public async Task<(int Status, string Body)> CallAsync(
        InferDelegate graph,
        string body,
        IReadOnlyDictionary<string, string>? headers = null)
    {
        (int, string)? answer = null;
        var call = new GraphCall(
            headers ?? new Dictionary<string, string>(StringComparer.Ordinal),
            Encoding.UTF8.GetBytes(body),
            InferenceProtocol.InProcess,
            (reply, _) =>
            {
                answer = (reply.Status, Encoding.UTF8.GetString(reply.Body.Span));
                return ValueTask.CompletedTask;
            });
        using var request = new InferRequest("graph", Pool) { Headers = call };
        try
        {
            using var response = await graph(request, TestContext.Current.CancellationToken);
        }
        catch (InferenceException) when (answer is not null)
        {
            Assert.NotInRange(answer.Value.Item1, 200, 299);
        }

        return answer!.Value;
    }

    public async ValueTask DisposeAsync()
    {
        var rented = Pool.RentedCount;
        await _host.StopAsync(CancellationToken.None);
        _host.Dispose();
        Assert.Equal(0, rented);
    }
}
