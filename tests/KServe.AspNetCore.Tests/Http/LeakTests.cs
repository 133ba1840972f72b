using System.Net.Http.Headers;
using System.Text;
using Microsoft.Extensions.DependencyInjection;

namespace KServe.AspNetCore.Tests.Http;

public sealed class LeakTests
{
    private const string Path = "/v2/models/echo/infer";
    private const int Rounds = 400;

    private static readonly byte[] Body = BinaryBody.Build();

    [Fact]
    public async Task Infer_GoodBadAndCancelledMixed_GivesAllMemoryBack()
    {
        var random = new Random(7);
        await using var server = await KServeServer.StartAsync(static models => models
            .AddPredictor("echo", static _ => new EchoPredictor()));
        var seeds = Enumerable.Range(0, Rounds).Select(_ => random.Next()).ToArray();
        var parallel = new ParallelOptions
        {
            MaxDegreeOfParallelism = 16,
            CancellationToken = TestContext.Current.CancellationToken,
        };
        await Parallel.ForEachAsync(seeds, parallel, async (seed, token) =>
        {
            using var cancel = CancellationTokenSource.CreateLinkedTokenSource(token);
            using var content = CreateContent(seed % 3 == 1 ? Body[..(seed % Body.Length)] : Body);
            var call = server.Client.PostAsync(new Uri(Path, UriKind.Relative), content, cancel.Token);
            if (seed % 3 == 2)
            {
                await cancel.CancelAsync();
            }

            try
            {
                using var response = await call;
                Assert.InRange((int)response.StatusCode, 200, 499);
            }
            catch (OperationCanceledException) when (cancel.IsCancellationRequested)
            {
            }
        });
    }

    private static ByteArrayContent CreateContent(byte[] body)
    {
        var content = new ByteArrayContent(body);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
        content.Headers.Add("Inference-Header-Content-Length", $"{BinaryBody.JsonLength}");
        return content;
    }
}
