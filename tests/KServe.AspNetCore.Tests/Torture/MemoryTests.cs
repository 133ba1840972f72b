using System.Net;
using System.Text;
using Microsoft.Extensions.DependencyInjection;

namespace KServe.AspNetCore.Tests.Torture;

/// <summary>The memory of row D-08: what a model or a request finds too little of.</summary>
public sealed class MemoryTests
{
    private const string Body = """{"inputs":[{"name":"x","shape":[1],"datatype":"FP32","data":[1]}]}""";

    [Fact]
    public async Task D08_ModelWithoutMemory_Is503WithTheReasonAndNoError()
    {
        await using var server = await KServeServer.StartAsync(
            static builder => builder.AddPredictor("m", static _ => new HungryPredictor()));
        using var content = new StringContent(Body, Encoding.UTF8, "application/json");
        using var response = await server.PostAsync("/v2/models/m/infer", content);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        Assert.NotNull(response.Headers.RetryAfter);
        Assert.Equal("memory", Assert.Single(response.Headers.GetValues("x-kserve-reason")));
        Assert.Equal(
            """{"error":"The server has too little memory for the request at the moment."}""",
            await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    private sealed class HungryPredictor : Predictor
    {
        // No array is that long: the runtime itself refuses it, whatever the machine has.
        public override ValueTask<InferResponse> PredictAsync(
            InferRequest request, CancellationToken cancellationToken) =>
            throw new InvalidOperationException($"{new long[int.MaxValue].Length} elements were allocated");
    }
}
