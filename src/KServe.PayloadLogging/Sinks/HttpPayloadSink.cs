using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;

namespace KServe.PayloadLogging;

/// <summary>Posts events as CloudEvents, and again within bounds when that may help.</summary>
/// <remarks>
/// Everything happens on the caller's thread and its helpers, down to the socket: asynchronous calls would go on as
/// tasks among those of requests.
/// </remarks>
internal sealed class HttpPayloadSink(
    Uri url,
    PayloadHttpOptions options,
    HttpMessageHandler handler,
    TimeProvider time) : IThreadedPayloadSink
{
    private const int MaxKeptBytes = 4 << 20;

    private static readonly MediaTypeHeaderValue BatchType = new("application/cloudevents-batch+json");

    // Attempts end by their own token, which also bounds the wait for a connection.
    private readonly HttpMessageInvoker _client = new(handler);
    private readonly SenderCrew _crew = new(options.MaxConcurrency - 1);
    private ArrayBufferWriter<byte> _batch = new();

    [SuppressMessage("Reliability", "CA2000", Justification = "The sink disposes its handler.")]
    public static HttpPayloadSink Create(Uri url, PayloadHttpOptions options, TimeProvider time)
    {
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            ActivityHeadersPropagator = null,
            ConnectTimeout = options.Timeout,
            ConnectCallback = BlockingConnection.OpenAsync,
            MaxConnectionsPerServer = options.MaxConcurrency,
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        };
        options.ConfigureHandler?.Invoke(handler);
        return new HttpPayloadSink(url, options, handler, time);
    }

    // For callers that have no thread to spare.
    public ValueTask<int> WriteAsync(IReadOnlyList<PayloadEvent> events, CancellationToken cancellationToken)
    {
        var result = new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously);
        SenderThread.Start(() =>
        {
            try
            {
                result.SetResult(Write(events, cancellationToken));
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                result.SetCanceled(cancellationToken);
            }
            catch (Exception error)
            {
                result.SetException(error);
            }
        });
        return new ValueTask<int>(result.Task);
    }

    public int Write(IReadOnlyList<PayloadEvent> events, CancellationToken cancellationToken)
    {
        if (options.Mode == CloudEventMode.Batched)
        {
            WriteBatch(events);
            using var clock = NewClock(cancellationToken);
            return Post(item: null, clock, cancellationToken) ? events.Count : 0;
        }

        var job = new PostJob(
            events,
            () => NewClock(cancellationToken),
            (item, clock) => Post(item, clock, cancellationToken));
        _crew.Run(events.Count - 1, job.Work);
        return job.GetDelivered();
    }

    public ValueTask DisposeAsync()
    {
        _crew.Dispose();
        _client.Dispose();
        return default;
    }

    private PostClock NewClock(CancellationToken stop) => new(options.Timeout, time, stop);

    private void WriteBatch(IReadOnlyList<PayloadEvent> events)
    {
        _batch = _batch.Capacity > MaxKeptBytes ? new() : _batch;
        _batch.ResetWrittenCount();
        using var json = new Utf8JsonWriter(_batch, new JsonWriterOptions { SkipValidation = true });
        json.WriteStartArray();
        foreach (var item in events)
        {
            CloudEventJson.Write(json, item, time.GetUtcNow());
            SenderThread.Pause();
        }

        json.WriteEndArray();
    }

    /// <summary>Posts one event, or the batch when there is none.</summary>
    private bool Post(PayloadEvent? item, PostClock clock, CancellationToken stop)
    {
        for (var attempt = 1; ; attempt++)
        {
            var outcome = TryPost(item, clock, stop);
            if (outcome != PostOutcome.MayPass || attempt >= options.MaxAttempts)
            {
                return outcome == PostOutcome.Delivered;
            }

            Task.Delay(options.RetryDelay * (1 << (attempt - 1)), time, stop).GetAwaiter().GetResult();
        }
    }

    private PostOutcome TryPost(PayloadEvent? item, PostClock clock, CancellationToken stop)
    {
        stop.ThrowIfCancellationRequested();
        using var message = item is null ? CreateBatch() : Create(item);
        try
        {
            // The body of the answer is of no use: disposing gives the connection back.
            using var answer = _client.Send(message, clock.Start());
            return GetOutcome(answer.StatusCode);
        }
        catch (Exception error) when (
            error is HttpRequestException or IOException
            || (error is OperationCanceledException && !stop.IsCancellationRequested))
        {
            return PostOutcome.MayPass;
        }
    }

    private HttpRequestMessage Create(PayloadEvent item)
    {
        var message = new HttpRequestMessage(HttpMethod.Post, url) { Content = new ReadOnlyMemoryContent(item.Data) };
        message.Content.Headers.TryAddWithoutValidation("Content-Type", item.ContentType);
        message.Headers.TryAddWithoutValidation("ce-specversion", CloudEventAttributes.SpecVersion);
        CloudEventAttributes.Visit(
            item,
            time.GetUtcNow(),
            message.Headers,
            static (headers, name, value) => headers.TryAddWithoutValidation(name, HeaderText.Encode(value)));
        return message;
    }

    private HttpRequestMessage CreateBatch()
    {
        var content = new ReadOnlyMemoryContent(_batch.WrittenMemory);
        content.Headers.ContentType = BatchType;
        return new HttpRequestMessage(HttpMethod.Post, url) { Content = content };
    }

    private static PostOutcome GetOutcome(HttpStatusCode status) => (int)status switch
    {
        >= 200 and < 300 => PostOutcome.Delivered,
        408 or 429 or >= 500 => PostOutcome.MayPass,
        _ => PostOutcome.Refused,
    };
}
