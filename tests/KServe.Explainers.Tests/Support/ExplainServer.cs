using System.Net;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace KServe.Explainers.Tests.Support;

/// <summary>A server with one model, <c>m</c>, on a free port; disposing it checks that no tensor leaked.</summary>
internal sealed class ExplainServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly RecordingLogs _logs;

    private ExplainServer(WebApplication app, RecordingLogs logs)
    {
        _app = app;
        _logs = logs;
        Client = new HttpClient { BaseAddress = new Uri(app.Urls.First()) };
    }

    public HttpClient Client { get; }

    public ModelRegistry Registry => _app.Services.GetRequiredService<ModelRegistry>();

    public IReadOnlyCollection<string> Errors => _logs.Errors;

    /// <summary>Gets or sets whether the test expects error logs.</summary>
    public bool ExpectsErrors { get; set; }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static async Task<ExplainServer> StartAsync(Predictor predictor, Action<ModelBuilder> configure)
    {
        var logs = new RecordingLogs();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders().AddProvider(logs);
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddKServeCore().AddProtocols().AddPredictor("m", _ => predictor, configure);
        var app = builder.Build();
        app.MapKServe();
        await app.StartAsync(Token);
        await app.Services.GetRequiredService<ServerHealth>().Started.WaitAsync(Token);
        return new ExplainServer(app, logs);
    }

    /// <summary>Explains over V1.</summary>
    public Task<JsonElement> ExplainV1Async(string body) => PostAsync("/v1/models/m:explain", body, HttpStatusCode.OK);

    /// <summary>Explains over V2.</summary>
    /// <returns>The outputs by their names.</returns>
    public async Task<Dictionary<string, JsonElement>> ExplainV2Async(string body)
    {
        var answer = await PostAsync("/v2/models/m/explain", body, HttpStatusCode.OK);
        return answer.GetProperty("outputs").EnumerateArray().ToDictionary(
            static output => output.GetProperty("name").GetString()!, StringComparer.Ordinal);
    }

    /// <summary>Sends a request over V2 that is to be refused.</summary>
    /// <returns>The error's text.</returns>
    public async Task<string> RefuseV2Async(string body)
    {
        var answer = await PostAsync("/v2/models/m/explain", body, HttpStatusCode.BadRequest);
        return answer.GetProperty("error").GetString()!;
    }

    public async Task<JsonElement> PostAsync(string path, string body, HttpStatusCode expected)
    {
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using var response = await Client.PostAsync(new Uri(path, UriKind.Relative), content, Token);
        var text = await response.Content.ReadAsStringAsync(Token);
        Assert.True(expected == response.StatusCode, $"{response.StatusCode}: {text}");
        using var document = JsonDocument.Parse(text);
        return document.RootElement.Clone();
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _app.StopAsync(CancellationToken.None);
        var rented = _app.Services.GetRequiredService<TensorPool>().RentedCount;
        await _app.DisposeAsync();
        Assert.Equal(0, rented);
        Assert.True(ExpectsErrors || Errors.Count == 0, string.Join('\n', Errors));
    }
}
