using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;

namespace KServe.PayloadLogging;

/// <summary>Posts events as CloudEvents, and again within bounds when that may help.</summary>
internal sealed class HttpPayloadSink(
    Uri url,
    PayloadHttpOptions options,
    HttpMessageHandler handler,
    TimeProvider time) : IPayloadSink
{
    private static readonly MediaTypeHeaderValue BatchType = new("application/cloudevents-batch+json");

    // Attempts end by their own token, which also bounds the wait for a connection.
    private readonly HttpMessageInvoker _client = new(handler);
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
            MaxConnectionsPerServer = options.MaxConcurrency,
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        };
        options.ConfigureHandler?.Invoke(handler);
        return new HttpPayloadSink(url, options, handler, time);
    }

    public async ValueTask<int> WriteAsync(IReadOnlyList<PayloadEvent> events, CancellationToken cancellationToken)
    {
        if (options.Mode == CloudEventMode.Batched)
        {
            return await PostBatchAsync(events, cancellationToken) ? events.Count : 0;
        }

        if (events.Count == 1 || options.MaxConcurrency == 1)
        {
            var inOrder = 0;
            foreach (var item in events)
            {
                inOrder += await PostAsync(item, cancellationToken) ? 1 : 0;
            }

            return inOrder;
        }

        var delivered = 0;
        var parallel = new ParallelOptions
        {
            MaxDegreeOfParallelism = options.MaxConcurrency,
            CancellationToken = cancellationToken,
        };
        await Parallel.ForAsync(0, events.Count, parallel, async (i, token) =>
        {
            if (await PostAsync(events[i], token))
            {
                Interlocked.Increment(ref delivered);
            }
        });
        return delivered;
    }

    public ValueTask DisposeAsync()
    {
        _client.Dispose();
        return default;
    }

    private Task<bool> PostAsync(PayloadEvent item, CancellationToken cancellationToken) => PostAsync(
        () =>
        {
            var message = new HttpRequestMessage(HttpMethod.Post, url)
            {
                Content = new ReadOnlyMemoryContent(item.Data),
            };
            message.Content.Headers.TryAddWithoutValidation("Content-Type", item.ContentType);
            message.Headers.TryAddWithoutValidation("ce-specversion", CloudEventAttributes.SpecVersion);
            CloudEventAttributes.Visit(
                item,
                time.GetUtcNow(),
                message.Headers,
                static (headers, name, value) =>
                    headers.TryAddWithoutValidation("ce-" + name, HeaderText.Encode(value)));
            return message;
        },
        cancellationToken);

    private Task<bool> PostBatchAsync(IReadOnlyList<PayloadEvent> events, CancellationToken cancellationToken)
    {
        const int maxKept = 4 << 20;
        _batch = _batch.Capacity > maxKept ? new() : _batch;
        _batch.ResetWrittenCount();
        using (var json = new Utf8JsonWriter(_batch, new JsonWriterOptions { SkipValidation = true }))
        {
            json.WriteStartArray();
            foreach (var item in events)
            {
                CloudEventJson.Write(json, item, time.GetUtcNow());
            }

            json.WriteEndArray();
        }

        return PostAsync(
            () =>
            {
                var content = new ReadOnlyMemoryContent(_batch.WrittenMemory);
                content.Headers.ContentType = BatchType;
                return new HttpRequestMessage(HttpMethod.Post, url) { Content = content };
            },
            cancellationToken);
    }

    private async Task<bool> PostAsync(Func<HttpRequestMessage> create, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            var outcome = await TryPostAsync(create, cancellationToken);
            if (outcome != PostOutcome.MayPass || attempt >= options.MaxAttempts)
            {
                return outcome == PostOutcome.Delivered;
            }

            var delay = options.RetryDelay * (1 << (attempt - 1));
            await Task.Delay(delay, time, cancellationToken);
        }
    }

    private async Task<PostOutcome> TryPostAsync(
        Func<HttpRequestMessage> create,
        CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(options.Timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        using var message = create();
        try
        {
            // The body of the answer is of no use: disposing gives the connection back.
            using var answer = await _client.SendAsync(message, either.Token);
            return GetOutcome(answer.StatusCode);
        }
        catch (Exception error) when (
            error is HttpRequestException or IOException
            || (error is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return PostOutcome.MayPass;
        }
    }

    private static PostOutcome GetOutcome(HttpStatusCode status) => (int)status switch
    {
        >= 200 and < 300 => PostOutcome.Delivered,
        408 or 429 or >= 500 => PostOutcome.MayPass,
        _ => PostOutcome.Refused,
    };
}
