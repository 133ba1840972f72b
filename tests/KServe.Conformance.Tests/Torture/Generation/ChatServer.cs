using System.Globalization;
using System.Text.RegularExpressions;
using KServe.Conformance.Tests.Clients;
using KServe.Conformance.Tests.Hosting;
using KServe.Conformance.Tests.OpenAi;
using KServe.Load.Hosting;
using KServe.Runtime.Generative.Serving;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace KServe.Conformance.Tests.Torture.Generation;

/// <summary>A host with the trained chat model, one whose template never ends, and an embedding model.</summary>
public sealed partial class ChatServer : IAsyncLifetime
{
    private const string EndlessTemplate =
        "{% for a in range(100000) %}{% for b in range(100000) %}{% set c = a * b %}{% endfor %}{% endfor %}";

    private static readonly TimeSpan SettleLimit = TimeSpan.FromSeconds(20);
    private readonly LogTripwire _log = new();
    private readonly string _endless = Directory.CreateTempSubdirectory("kserve-endless-").FullName;
    private WebApplication? _app;

    /// <summary>Gets where it listens.</summary>
    public Uri Address => new(_app!.Urls.First());

    internal RestClient Rest { get; private set; } = null!;

    internal LogTripwire Log => _log;

    /// <summary>Gets how many grammars the chat model keeps.</summary>
    internal int KeptGrammars
    {
        get
        {
            using var lease = _app!.Services.GetRequiredService<ModelRegistry>().Pin("chat");
            return ((LanguageModel)lease.Revision.GetService(typeof(TextGenerationModel))!).KeptGrammars;
        }
    }

    /// <summary>Gets what the neighbour says when it is alone.</summary>
    internal string NeighbourText { get; private set; } = "";

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        var chat = LanguageModelServer.Fixture("tiny-chat");
        CopyWithTemplate(chat, _endless, EndlessTemplate);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders().AddProvider(_log).SetMinimumLevel(LogLevel.Information);
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddKServe()
            .AddLanguageModel("chat", chat, static model => model.Threads = 2)
            .AddLanguageModel("endless", _endless, static model => model.Threads = 1)
            .AddModel("embed", LanguageModelServer.Fixture("embedding"));
        _app = builder.Build();
        _app.MapKServe();
        await _app.StartAsync();
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        var health = _app.Services.GetRequiredService<ServerHealth>();
        while (!await health.IsReadyAsync(limit.Token))
        {
            await Task.Yield();
        }

        Rest = new RestClient(Address);
        NeighbourText = await ChatStream.ReadNeighbourAsync(Address, limit.Token);
        Assert.NotEmpty(NeighbourText);
    }

    /// <summary>Checks that nothing is left of a row: nothing runs, waits or keeps blocks, and nothing was
    /// logged.</summary>
    internal async Task CheckIdleAsync(CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(SettleLimit);
        var left = await ReadInUseAsync(cancellationToken);
        while (left.Length > 0 && !limit.IsCancellationRequested)
        {
            left = await ReadInUseAsync(cancellationToken);
        }

        Assert.True(left.Length == 0, $"still in use: {left}");
        Assert.Equal(200, (await Rest.GetAsync("/v2/health/live", cancellationToken)).Status);
        Assert.Equal(200, (await Rest.GetAsync("/v2/health/ready", cancellationToken)).Status);
        Assert.Empty(_log.Errors);
        Assert.Empty(_log.SplitLines);
    }

    /// <summary>Reads one counter of the chat model from the metrics; 0 when it has not counted yet.</summary>
    internal async Task<double> ReadCounterAsync(string name, string label, CancellationToken cancellationToken)
    {
        var text = (await Rest.GetAsync("/metrics", cancellationToken)).Text;
        return text.Split('\n')
            .Where(line => line.StartsWith(name + "{", StringComparison.Ordinal)
                && line.Contains("\"chat\"", StringComparison.Ordinal)
                && line.Contains(label, StringComparison.Ordinal))
            .Sum(static line => double.Parse(line[(line.LastIndexOf(' ') + 1)..], CultureInfo.InvariantCulture));
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        Rest?.Dispose();
        if (_app is not null)
        {
            await _app.StopAsync();
            await _app.DisposeAsync();
        }

        _log.Dispose();
        Directory.Delete(_endless, recursive: true);
    }

    private async Task<string> ReadInUseAsync(CancellationToken cancellationToken)
    {
        var text = (await Rest.GetAsync("/metrics", cancellationToken)).Text;
        var found = InUse().Matches(text);
        Assert.True(found.Count >= 6, "The gauges of the engines are not in the metrics.");
        return string.Join('\n', found.Select(static match => match.Value).Where(static line =>
            double.Parse(line[(line.LastIndexOf(' ') + 1)..], CultureInfo.InvariantCulture) != 0));
    }

    private static void CopyWithTemplate(string source, string destination, string template)
    {
        foreach (var file in Directory.EnumerateFiles(source))
        {
            File.Copy(file, Path.Combine(destination, Path.GetFileName(file)));
        }

        File.WriteAllText(Path.Combine(destination, "chat_template.jinja"), template);
    }

    [GeneratedRegex(
        @"^vllm:(num_requests_running|num_requests_waiting|kv_cache_usage_perc)\{[^\n]*\} [^\n]+$",
        RegexOptions.Multiline | RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex InUse();
}
