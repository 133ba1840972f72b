using System.IO.Compression;
using System.Net.Http.Headers;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.ResponseCompression;
using Microsoft.Extensions.DependencyInjection;

namespace KServe.AspNetCore.Tests.OpenAi;

public sealed class StreamTests : OpenAiTest
{
    private const string Hello = """{"model":"chat","stream":true,"messages":[{"role":"user","content":"hello"}]}""";

    [Theory]
    [InlineData(Chat, Hello, false)]
    [InlineData(Chat, Hello, true)]
    [InlineData(Responses, """{"model":"chat","stream":true,"input":"hello"}""", false)]
    [InlineData(Responses, """{"model":"chat","stream":true,"input":"hello"}""", true)]
    public async Task O19_ClientTakesGzip_FirstTokenComesBeforeTheSecondIsMade(string path, string body, bool compresses)
    {
        var isRead = new TaskCompletionSource();
        await using var server = await KServeServer.StartAsync(
            builder => builder.AddPredictor("chat", _ => new ScriptedGenerator((_, _) => WaitAsync(isRead.Task))),
            host: compresses ? AddCompression : null,
            app: compresses ? static app => app.UseResponseCompression() : null);
        using var request = new HttpRequestMessage(HttpMethod.Post, path)
        {
            Content = new StringContent(body, new MediaTypeHeaderValue("application/json")),
        };
        request.Headers.Add("Accept-Encoding", "gzip");
        using var response = await server.Client.SendAsync(
            request, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
        Assert.Equal(compresses, response.Content.Headers.ContentEncoding.Contains("gzip"));
        await using var raw = await response.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken);
        await using var stream = compresses ? new GZipStream(raw, CompressionMode.Decompress) : raw;
        var text = await ReadUntilAsync(stream, "first");
        Assert.DoesNotContain("second", text, StringComparison.Ordinal);
        isRead.SetResult();
        await ReadUntilAsync(stream, "second");
    }

    [Fact]
    public async Task Post_UpdatesWithNothingToSay_AreNoEvents()
    {
        await using var server = await StartAsync(new ScriptedGenerator(static (_, _) => SparseAsync()));
        var (_, chat) = await server.PostAsync(Chat, Hello);
        Assert.Equal(
            ["""{"role":"assistant","content":""}""", """{"content":"one"}""", """{"content":"two"}""", "{}"],
            ReadEvents(chat).Select(static one => one.GetProperty("choices")[0].GetProperty("delta").GetRawText()));
        var (_, completion) = await server.PostAsync(Completions, """{"model":"chat","stream":true,"prompt":"x"}""");
        Assert.Equal(
            ["one", "two", ""],
            ReadEvents(completion).Select(static one => one.GetProperty("choices")[0].GetProperty("text").GetString()));
    }

    private static void AddCompression(WebApplicationBuilder builder) =>
        builder.Services.AddResponseCompression(static options =>
        {
            options.MimeTypes = [.. ResponseCompressionDefaults.MimeTypes, "text/event-stream"];
            options.Providers.Add<GzipCompressionProvider>();
        });

    private static async Task<string> ReadUntilAsync(Stream stream, string word)
    {
        var text = new StringBuilder();
        var buffer = new byte[256];
        while (!text.ToString().Contains(word, StringComparison.Ordinal))
        {
            var count = await stream.ReadAsync(buffer, TestContext.Current.CancellationToken);
            Assert.NotEqual(0, count);
            text.Append(Encoding.UTF8.GetString(buffer, 0, count));
        }

        return text.ToString();
    }

    private static async IAsyncEnumerable<TextGenerationUpdate> WaitAsync(Task isRead)
    {
        yield return new TextGenerationUpdate { Text = "first" };
        await isRead;
        yield return new TextGenerationUpdate { Text = "second", FinishReason = GenerationFinishReason.Stop };
    }

    private static async IAsyncEnumerable<TextGenerationUpdate> SparseAsync()
    {
        yield return new TextGenerationUpdate();
        await Task.Yield();
        yield return new TextGenerationUpdate { Text = "one" };
        yield return new TextGenerationUpdate();
        yield return new TextGenerationUpdate();
        yield return new TextGenerationUpdate { Text = "two" };
        yield return new TextGenerationUpdate { FinishReason = GenerationFinishReason.Stop };
    }
}
