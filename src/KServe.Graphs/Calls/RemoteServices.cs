using KServe.Protocol;
using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace KServe.Graphs;

/// <summary>Posts messages to services elsewhere.</summary>
/// <remarks>Safe for concurrent use.</remarks>
internal sealed class RemoteServices(
    GraphHttpClient http,
    IOptions<GraphRouterOptions> options,
    ILogger<RemoteServices> logger)
{
    private const int Internal = 500;
    private const int TimedOut = 504;
    private const int ChunkSize = 16 << 10;

    private readonly int _maxLength = options.Value.MaxResponseSize;
    private readonly ProtocolLimits _limits = OfAnswers(options.Value.Limits ?? ProtocolLimits.Default);
    private readonly int _retries = options.Value.ConnectRetries;

    public async ValueTask<GraphMessage> CallAsync(
        GraphRun run,
        CompiledStep step,
        GraphMessage input,
        bool isLast,
        CancellationToken cancellationToken)
    {
        try
        {
            var body = MessageJson.GetBody(run, input);
            var response = run.Own(await SendAsync(run, step.Url!, body, cancellationToken));
            if (isLast && run.TakesChunks && response.IsSuccessStatusCode && IsStream(response.Content))
            {
                return GraphMessage.OfChunks(
                    (int)response.StatusCode,
                    response.Content.Headers.ContentType?.ToString(),
                    ReadChunksAsync(response, cancellationToken));
            }

            var answer = await ReadAsync(run, step, response, cancellationToken);
            return run.UsesTensors && answer.IsSuccess ? ToTensors(run, step, answer) : answer;
        }
        catch (InferenceException error)
        {
            return GraphFailure.Of(run, error);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return GraphFailure.Routing(run, TimedOut, $"step '{step.Key}' could not be connected to in time");
        }
        catch (Exception error) when (error is HttpRequestException or IOException)
        {
            GraphLog.Unreachable(logger, step.Key, error.GetType().Name);
            return GraphFailure.Routing(run, Internal, $"step '{step.Key}' could not be reached");
        }
    }

    private async ValueTask<HttpResponseMessage> SendAsync(
        GraphRun run,
        Uri url,
        ReadOnlyMemory<byte> body,
        CancellationToken cancellationToken)
    {
        for (var attempt = 0; ; attempt++)
        {
            using var request = CreateRequest(run, url, body);
            try
            {
                return await http.SendAsync(request, cancellationToken);
            }
            catch (HttpRequestException error) when (attempt < _retries && WasNotSent(error))
            {
                GraphLog.Retry(logger, attempt + 1);
            }
        }
    }

    private static HttpRequestMessage CreateRequest(GraphRun run, Uri url, ReadOnlyMemory<byte> body)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, url)
        {
            Content = new ReadOnlyMemoryContent(body),
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionOrLower,
        };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue(GraphMessage.Json);
        foreach (var (name, value) in run.Headers)
        {
            // The client writes the headers of the current trace itself.
            if (Activity.Current is null || !name.StartsWith("trace", StringComparison.OrdinalIgnoreCase))
            {
                request.Headers.TryAddWithoutValidation(name, value);
            }
        }

        return request;
    }

    /// <summary>Tells that no byte of a request has left: only then may it go out a second time.</summary>
    private static bool WasNotSent(HttpRequestException error) => error.HttpRequestError is
        HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError
        or HttpRequestError.SecureConnectionError;

    private async ValueTask<GraphMessage> ReadAsync(
        GraphRun run,
        CompiledStep step,
        HttpResponseMessage response,
        CancellationToken cancellationToken)
    {
        var buffer = run.NewBuffer(int.MaxValue);
        var stream = await response.Content.ReadAsStreamAsync(cancellationToken);
        while (true)
        {
            var read = await stream.ReadAsync(buffer.GetMemory(ChunkSize), cancellationToken);
            if (read == 0)
            {
                break;
            }

            buffer.Advance(read);
            if (buffer.WrittenCount > _maxLength)
            {
                return GraphFailure.Routing(
                    run, Internal, $"step '{step.Key}' answered with more than {_maxLength} bytes");
            }
        }

        return GraphMessage.OfBytes(
            (int)response.StatusCode, buffer.WrittenMemory, response.Content.Headers.ContentType?.ToString());
    }

    private GraphMessage ToTensors(GraphRun run, CompiledStep step, GraphMessage answer)
    {
        try
        {
            return GraphMessage.OfTensors(MessageJson.ReadAnswer(run, answer.Body, _limits));
        }
        catch (InferenceException)
        {
            return GraphFailure.Routing(run, Internal, $"step '{step.Key}' did not answer with an inference response");
        }
    }

    private static bool IsStream(HttpContent content) => content.Headers.ContentType?.MediaType is
        "text/event-stream" or "application/x-ndjson" or "application/ndjson" or "application/jsonl";

    private static async IAsyncEnumerable<ReadOnlyMemory<byte>> ReadChunksAsync(
        HttpResponseMessage response,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var chunk = new byte[ChunkSize];
        var stream = await response.Content.ReadAsStreamAsync(cancellationToken);
        while (await stream.ReadAsync(chunk, cancellationToken) is var read and > 0)
        {
            yield return chunk.AsMemory(0, read);
        }
    }

    // The outputs of an answer are read as the inputs that they may become.
    private static ProtocolLimits OfAnswers(ProtocolLimits limits) => limits with { MaxInputs = limits.MaxOutputs };
}
