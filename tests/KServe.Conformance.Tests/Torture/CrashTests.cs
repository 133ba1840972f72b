using System.Net.Sockets;
using System.Text;
using KServe.Load.Crash;

namespace KServe.Conformance.Tests.Torture;

/// <summary>Rows D-04 and D-08: servers in processes of their own that are killed, or have no room.</summary>
public sealed class CrashTests
{
    // Pages that are written once and then executed are files without a name, which the limit would count, too.
    private const string SmallFiles = "trap '' XFSZ; export DOTNET_EnableWriteXorExecute=0; ulimit -f 2048";

    private static readonly string Program = Path.Combine(AppContext.BaseDirectory, "KServe.Soak.dll");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task D04_KilledUnderLoad_TheNextIsReadyAndConsistent()
    {
        var report = await CrashRun.RunAsync(new CrashOptions { Program = Program, Rounds = 3, MaxLife = 300 }, Token);
        Assert.Empty(report.Violations);
        Assert.Equal(3, report.Kills);
        Assert.True(report.Answers > 3);
    }

    [Fact]
    public async Task D08_NoRoomForTheNextFile_TheOldOneServesOn()
    {
        await using var server = await StartAsync(SmallFiles, fileSize: 64 << 10);
        using var http = server.Connect();
        server.Origin.Next(8 << 20);
        var (status, body) = await PostAsync(http, "/v2/repository/models/m/load", "{}");
        Assert.InRange(status, 500, 599);
        ErrorBody.CheckText(body);
        Assert.Contains("\"data\":[1]", (await InferAsync(http)).Body, StringComparison.Ordinal);

        server.Origin.Next();
        Assert.Equal(200, (await PostAsync(http, "/v2/repository/models/m/load", "{}")).Status);
        Assert.Contains("\"data\":[3]", (await InferAsync(http)).Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task D08_TooFewDescriptors_ConnectionsAreBoundedAndOthersServedAfterwards()
    {
        const int Idle = 400;

        // Nobody has asked anything yet: what the server loads for its first request is still to be opened.
        await using var server = await StartAsync("ulimit -n 256", fileSize: 64 << 10);
        using var http = server.Connect();
        var sockets = new List<Socket>(Idle);
        for (var i = 0; i < Idle; i++)
        {
            sockets.Add(new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp));
            await sockets[i].ConnectAsync(http.BaseAddress!.Host, http.BaseAddress.Port, Token);
        }

        // One that waits behind them is served as soon as they have gone.
        var waiting = TryInferAsync(http);
        sockets.ForEach(static socket => socket.Dispose());
        await waiting;
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Token);
        limit.CancelAfter(TimeSpan.FromMinutes(1));
        while (!await TryInferAsync(http))
        {
            limit.Token.ThrowIfCancellationRequested();
        }

        Assert.Contains("\"data\":[1]", (await InferAsync(http)).Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task D08_HardLimitOfMemory_LargeRequestsAreRefusedAndTheServerLivesOn()
    {
        const int Count = 12 << 20;
        var body = "{\"inputs\":[{\"name\":\"x\",\"shape\":[" + Count + "],\"datatype\":\"INT32\",\"data\":["
            + string.Join(',', Enumerable.Repeat(1, Count)) + "]}]}";
        await using var server = await StartAsync("export DOTNET_GCHeapHardLimit=0x4000000", fileSize: 64 << 10);
        using var http = server.Connect();
        for (var round = 0; round < 3; round++)
        {
            var answers = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => TryPostAsync(http, body)));
            Assert.All(answers.OfType<(int Status, string Body)>(), static answer =>
            {
                Assert.True(answer.Status is 413 or 503, $"{answer.Status} {answer.Body}");
                ErrorBody.CheckText(answer.Body);
            });
            Assert.Contains("\"data\":[1]", (await InferAsync(http)).Body, StringComparison.Ordinal);
        }
    }

    private static Task<LimitedServer> StartAsync(string limits, int fileSize)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The limits are those of a shell of Linux.");
        return LimitedServer.StartAsync(Program, limits, fileSize, Token);
    }

    private static Task<(int Status, string Body)> InferAsync(HttpClient http) => PostAsync(
        http, "/v2/models/m/infer", """{"inputs":[{"name":"x","shape":[1],"datatype":"INT32","data":[1]}]}""");

    private static async Task<bool> TryInferAsync(HttpClient http)
    {
        try
        {
            return (await InferAsync(http)).Status == 200;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    /// <summary>Posts, or sees its connection end.</summary>
    /// <remarks>Where the web server itself finds no memory to receive into, all it can do is to close.</remarks>
    private static async Task<(int Status, string Body)?> TryPostAsync(HttpClient http, string body)
    {
        try
        {
            return await PostAsync(http, "/v2/models/m/infer", body);
        }
        catch (HttpRequestException)
        {
            return null;
        }
    }

    private static async Task<(int Status, string Body)> PostAsync(HttpClient http, string path, string json)
    {
        using var content = new StringContent(json, Encoding.UTF8, "application/json");
        using var response = await http.PostAsync(new Uri(path, UriKind.Relative), content, Token);
        return ((int)response.StatusCode, await response.Content.ReadAsStringAsync(Token));
    }
}
