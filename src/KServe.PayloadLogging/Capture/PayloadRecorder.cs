using System.Buffers;
using System.Collections.ObjectModel;
using System.Numerics;

namespace KServe.PayloadLogging;

/// <summary>Copies requests and responses into a queue, on the thread of the request.</summary>
/// <remarks>
/// Room is reserved before anything is copied: what is dropped costs next to nothing. Safe for concurrent use, but for
/// one inference one call at a time.
/// </remarks>
internal sealed class PayloadRecorder
{
    private const int MaxHeaderLength = 4096;
    private const int MaxIdLength = 256;
    private const int GuidLength = 36;

    // What objects of a capture take besides the copy, generously.
    private const int Overhead = 1024;
    private const int TensorOverhead = 160;

    private readonly PayloadQueue _queue;
    private readonly TimeProvider _time;
    private readonly PayloadLoggingOptions _options;
    private readonly HashSet<string> _redacted;
    private readonly string[] _headers;

    public PayloadRecorder(PayloadLoggingOptions options, PayloadQueue queue, TimeProvider time)
    {
        _options = options;
        _queue = queue;
        _time = time;
        _redacted = new HashSet<string>(options.RedactedTensors, StringComparer.Ordinal);
        _headers = [.. options.MetadataHeaders];
    }

    /// <summary>Begins an inference and takes its request when requests are logged.</summary>
    /// <returns>What belongs to its responses; null when it is not in the sample.</returns>
    public PayloadOrigin? Begin(InferRequest request)
    {
        var id = GetId(request);
        if (_options.SampleRate < 1)
        {
            id ??= Guid.NewGuid().ToString();
            if (!PayloadSampling.Takes(id, _options.SampleRate))
            {
                return null;
            }
        }

        var (metadata, characters) = ReadMetadata(request);
        var origin = new PayloadOrigin
        {
            GivenId = id,
            RequestId = request.Id,
            Protocol = request.Protocol,
            Metadata = metadata,
            Characters = characters + (id?.Length ?? GuidLength) + (request.Id?.Length ?? 0),
            ResponseBytesLeft = _options.MaxPayloadBytes,
        };
        if (_options.Mode != PayloadLogMode.Response)
        {
            var parameters = request.HasParameters ? request.Parameters : null;
            Take(
                origin,
                request.Inputs,
                parameters,
                isRequest: true,
                request.ModelName,
                request.ModelVersion,
                sequence: 0);
        }

        return origin;
    }

    public void Respond(PayloadOrigin origin, InferResponse response, bool isStream)
    {
        if (_options.Mode == PayloadLogMode.Request || origin.IsClosed)
        {
            return;
        }

        origin.Responses++;
        var parameters = response.HasParameters ? response.Parameters : null;
        var taken = Take(
            origin,
            response.Outputs,
            parameters,
            isRequest: false,
            response.ModelName,
            response.ModelVersion,
            isStream ? origin.Responses : 0);
        origin.ResponseBytesLeft -= taken;

        // An endless stream of small responses ends in the log too.
        origin.ResponseBytesLeft -= Math.Min(origin.ResponseBytesLeft, isStream ? TensorOverhead : 0);
        origin.IsClosed = origin.ResponseBytesLeft == 0;
    }

    /// <returns>How many bytes of tensors were taken.</returns>
    private int Take(
        PayloadOrigin origin,
        IList<InferTensor> tensors,
        InferParameters? parameters,
        bool isRequest,
        string modelName,
        string modelVersion,
        int sequence)
    {
        if (sequence == 0 && _queue.IsFull())
        {
            return 0;
        }

        var room = isRequest ? _options.MaxPayloadBytes : origin.ResponseBytesLeft;
        var plan = CapturePlan.Create(tensors, _redacted, room);
        var (length, isTruncated) = Measure(plan);

        // The last one that fits says so, because what follows it is not logged.
        isTruncated |= sequence > 0 && length + TensorOverhead >= room;
        KeyValuePair<string, InferParameter>[] copied = parameters is null ? [] : [.. parameters];
        var reserved = GetReservation(origin, plan, copied, length);
        if (!_queue.TryReserve(reserved))
        {
            return length;
        }

        var buffer = length == 0 ? [] : ArrayPool<byte>.Shared.Rent(length);
        for (var i = 0; i < plan.Length; i++)
        {
            tensors[i].Data.Span[..plan[i].Length].CopyTo(buffer.AsSpan(plan[i].Offset));
        }

        _queue.Add(new PayloadCapture
        {
            Origin = origin,
            IsRequest = isRequest,
            Time = _time.GetUtcNow(),
            Tensors = plan,
            Parameters = copied,
            Buffer = buffer,
            Reserved = reserved,
            IsTruncated = isTruncated,
            Sequence = sequence,
            ModelName = modelName,
            ModelVersion = modelVersion,
        });
        return length;
    }

    private static (int Length, bool IsTruncated) Measure(CapturedTensor[] plan)
    {
        var length = 0;
        var isTruncated = false;
        foreach (var tensor in plan)
        {
            length += tensor.Length;
            isTruncated |= tensor.IsTruncated;
        }

        return (length, isTruncated);
    }

    // The pool hands out arrays of powers of two; text of parameters is kept as it is.
    private static long GetReservation(
        PayloadOrigin origin,
        CapturedTensor[] plan,
        KeyValuePair<string, InferParameter>[] parameters,
        int length)
    {
        var reserved = Overhead + (2L * origin.Characters) + BitOperations.RoundUpToPowerOf2((uint)length);
        foreach (var tensor in plan)
        {
            reserved += TensorOverhead + (2L * tensor.Name.Length) + ((long)sizeof(int) * tensor.Missing.Length)
                + GetSize(tensor.Parameters);
        }

        return reserved + GetSize(parameters);
    }

    private static long GetSize(KeyValuePair<string, InferParameter>[] parameters)
    {
        long size = 0;
        foreach (var (name, value) in parameters)
        {
            size += 64 + (2L * name.Length) + (value.TryGetString(out var text) ? 2L * text.Length : 0);
        }

        return size;
    }

    private (IReadOnlyDictionary<string, string> Metadata, int Characters) ReadMetadata(InferRequest request)
    {
        if (_headers.Length == 0)
        {
            return (ReadOnlyDictionary<string, string>.Empty, 0);
        }

        var metadata = new Dictionary<string, string>(StringComparer.Ordinal);
        var characters = 0;
        foreach (var name in _headers)
        {
            if (request.Headers.TryGetValue(name, out var value))
            {
                value = value.Length > MaxHeaderLength ? value[..MaxHeaderLength] : value;
                metadata[name] = value;
                characters += value.Length;
            }
        }

        return (metadata, characters);
    }

    private static string? GetId(InferRequest request)
    {
        if ((request.Headers.TryGetValue("ce-id", out var id) && id.Length > 0)
            || (request.Headers.TryGetValue("x-request-id", out id) && id.Length > 0))
        {
            return id.Length > MaxIdLength ? id[..MaxIdLength] : id;
        }

        return null;
    }
}
