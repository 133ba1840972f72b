using System.Text;
using System.Text.Json;
using KServe.Tool.Tests.Support;

namespace KServe.Tool.Tests.Crash;

/// <summary>Row E-12 of the torture list: a server that is killed while it streams, and the next one in its
/// place.</summary>
public sealed class KilledServerTests : IDisposable
{
    private const string ServingLine = "Stop with Ctrl+C.";

    private readonly int[] _ports = ToolProcess.FreePorts(2);
    private readonly string _home = Directory.CreateTempSubdirectory("kserve-killed-").FullName;
    private readonly HttpClient _http = new(new SocketsHttpHandler { UseProxy = false, MaxResponseDrainSize = 0 });

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static string Model { get; } = Path.Combine(AppContext.BaseDirectory, "models", "tiny-chat");

    public void Dispose()
    {
        _http.Dispose();
        Directory.Delete(_home, recursive: true);
    }

    [Fact]
    public async Task E12_KilledInTheMiddleOfStreams_ClientsSeeItAndTheNextAnswersTheSame()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Processes and files are looked for as Linux shows them.");
        var whole = "";
        for (var round = 0; round < 2; round++)
        {
            await using var tool = Start();
            await tool.ReadToAsync(ServingLine, Token);
            var text = await AskAsync();
            Assert.Equal(whole.Length == 0 ? text : whole, text);
            whole = text;

            var streams = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => OpenAsync()));
            await tool.KillAsync(Token);
            foreach (var stream in streams)
            {
                await CheckBrokenAsync(stream);
                stream.Dispose();
            }

            await Assert.ThrowsAsync<HttpRequestException>(AskAsync);
            Assert.Empty(FindProcesses());
            Assert.Empty(Directory.EnumerateFileSystemEntries(_home, "*", SearchOption.AllDirectories));
        }

        await using var last = Start();
        await last.ReadToAsync(ServingLine, Token);
        Assert.Equal(whole, await AskAsync());
        last.Terminate();
        Assert.Equal(0, (await last.ExitAsync(Token)).ExitCode);
    }

    // Whatever it leaves behind is left here; the runtime's own sockets for debuggers are not what is looked for.
    private ToolProcess Start() => ToolProcess.Start(
        new Dictionary<string, string>
        {
            ["HOME"] = _home, ["TMPDIR"] = _home, ["XDG_CACHE_HOME"] = _home, ["DOTNET_EnableDiagnostics"] = "0",
        },
        "serve", "--model", $"chat={Model}", "--http-port", $"{_ports[0]}", "--grpc-port", $"{_ports[1]}");

    private async Task<string> AskAsync()
    {
        using var response = await SendAsync("\"max_tokens\":80,\"temperature\":0");
        using var json = JsonDocument.Parse(await response.Content.ReadAsStringAsync(Token));
        return json.RootElement.GetProperty("choices")[0].GetProperty("message").GetProperty("content").GetString()!;
    }

    /// <summary>Begins an answer that is far from its end when its first bytes are here.</summary>
    private async Task<HttpResponseMessage> OpenAsync()
    {
        var response = await SendAsync("\"max_tokens\":400,\"n\":8,\"stream\":true");
        var body = await response.Content.ReadAsStreamAsync(Token);
        Assert.True(await body.ReadAsync(new byte[16], Token) > 0);
        return response;
    }

    private async Task<HttpResponseMessage> SendAsync(string fields)
    {
        var body = $$"""
            {"model":"chat","messages":[{"role":"user","content":"Tell me a story."}],"ignore_eos":true,{{fields}}}
            """;
        using var request = new HttpRequestMessage(
            HttpMethod.Post, $"http://localhost:{_ports[0]}/v1/chat/completions")
        {
            Content = new StringContent(body, Encoding.UTF8, "application/json"),
        };
        var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Token);
        Assert.Equal(200, (int)response.StatusCode);
        return response;
    }

    private static async Task CheckBrokenAsync(HttpResponseMessage stream)
    {
        using var received = new MemoryStream();
        var body = await stream.Content.ReadAsStreamAsync(Token);
        await Assert.ThrowsAnyAsync<IOException>(() => body.CopyToAsync(received, Token));
        Assert.DoesNotContain("[DONE]", Encoding.UTF8.GetString(received.ToArray()), StringComparison.Ordinal);
    }

    private IEnumerable<string> FindProcesses()
    {
        var port = $"\0{_ports[0]}\0";
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
        {
            var command = "";
            try
            {
                command = File.ReadAllText(Path.Combine(folder, "cmdline"));
            }
            catch (IOException)
            {
                // No process, or one that has ended meanwhile.
            }
            catch (UnauthorizedAccessException)
            {
                // Somebody else's.
            }

            if (command.Contains(port, StringComparison.Ordinal))
            {
                yield return command;
            }
        }
    }
}
