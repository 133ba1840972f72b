using System.Text;
using KServe.Load.Crash;

namespace KServe.Conformance.Tests.Torture;

/// <summary>Row D-03: servers that are asked to end while they are busy with a model.</summary>
public sealed class StopTests
{
    private static readonly string Program = Path.Combine(AppContext.BaseDirectory, "KServe.Soak.dll");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task D03_SigtermDuringADownload_EndsCleanlyAndLeavesNoPartialFile(int signals)
    {
        await using var server = await StartAsync();
        using var http = server.Connect();
        var stalled = server.Origin.Stall(stalls: true);
        server.Origin.Next();
        var load = LoadAsync(http);
        await stalled.WaitAsync(Token);

        await StopAsync(server, signals);
        await load;
        await server.Origin.Stall(stalls: false);
        await CheckAsync(server, expected: 2);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task D03_SigtermDuringALoad_EndsCleanly(int signals)
    {
        await using var server = await StartAsync();
        using var http = server.Connect();
        server.Origin.NextHanging();
        var load = LoadAsync(http);
        Assert.Equal("loading", await server.Process.ReadLineAsync(Token));

        await StopAsync(server, signals);
        await load;
        server.Origin.Next();
        await CheckAsync(server, expected: 3);
    }

    private static Task<LimitedServer> StartAsync()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The signals are those of Linux.");
        return LimitedServer.StartAsync(Program, limits: "", fileSize: 64 << 10, Token);
    }

    private static async Task StopAsync(LimitedServer server, int signals)
    {
        for (var i = 0; i < signals; i++)
        {
            await server.Process.TerminateAsync(Token);
        }

        var (code, errors) = await server.Process.ExitAsync(Token).WaitAsync(TimeSpan.FromMinutes(1), Token);
        Assert.Equal((0, ""), (code, errors));
    }

    /// <summary>Looks at the cache, and lets another server answer from it.</summary>
    private static async Task CheckAsync(LimitedServer server, int expected)
    {
        Assert.All(
            Directory.EnumerateDirectories(Path.Combine(server.Cache, "models")),
            static model => Assert.True(File.Exists(Path.Combine(model, "complete.json"))));
        await using var next = await ServedProcess.StartAsync(
            Program, "", "serve", server.Origin.Address.ToString(), server.Cache);
        using var http = new HttpClient { BaseAddress = next.Address };
        using var content = new StringContent(
            """{"inputs":[{"name":"x","shape":[1],"datatype":"INT32","data":[1]}]}""", Encoding.UTF8, "application/json");
        using var response = await http.PostAsync(new Uri("/v2/models/m/infer", UriKind.Relative), content, Token);
        Assert.Contains(
            $"\"data\":[{expected}]", await response.Content.ReadAsStringAsync(Token), StringComparison.Ordinal);
    }

    // Its connection may go with the server, which is no concern of this row.
    private static async Task LoadAsync(HttpClient http)
    {
        using var content = new StringContent("{}", Encoding.UTF8, "application/json");
        try
        {
            using var response = await http.PostAsync(
                new Uri("/v2/repository/models/m/load", UriKind.Relative), content, Token);
            Assert.NotEqual(200, (int)response.StatusCode);
        }
        catch (HttpRequestException)
        {
            return;
        }
    }
}
