using System.Runtime.InteropServices;
using KServe.Protocol;
using Microsoft.Extensions.Options;

namespace KServe.Graphs;

/// <summary>Calls models of this host through their pipelines, without sockets.</summary>
/// <remarks>Safe for concurrent use.</remarks>
internal sealed class LocalServices(
    ModelRegistry registry,
    IOptions<GraphRouterOptions> options,
    TimeProvider time,
    TimeSpan graphTimeout)
{
    private const int BadRequest = 400;
    private const int TimedOut = 504;

    private readonly int _maxLength = options.Value.MaxResponseSize;
    private readonly ProtocolLimits _limits = options.Value.Limits ?? ProtocolLimits.Default;

    public async ValueTask<GraphMessage> CallAsync(
        GraphRun run,
        string service,
        GraphMessage input,
        bool isLast,
        CancellationToken cancellationToken)
    {
        try
        {
            // Returned with the run: outputs may view the model's memory.
            var lease = await registry.PinAsync(service, "", run.Headers, cancellationToken);
            run.Own<IDisposable>(lease);
            return lease.Revision.RequestTimeout < graphTimeout
                ? await CallAsync(run, lease.Revision, input, isLast, lease.Revision.RequestTimeout, cancellationToken)
                : await CallAsync(run, lease.Revision, input, isLast, cancellationToken);
        }
        catch (InferenceException error)
        {
            return GraphFailure.Of(run, error);
        }
    }

    private async ValueTask<GraphMessage> CallAsync(
        GraphRun run,
        ModelRevision revision,
        GraphMessage input,
        bool isLast,
        TimeSpan timeout,
        CancellationToken cancellationToken)
    {
        var deadline = run.Own(new CancellationTokenSource(timeout, time));
        var linked = run.Own(CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, deadline.Token));
        try
        {
            return await CallAsync(run, revision, input, isLast, linked.Token);
        }
        catch (OperationCanceledException) when (deadline.IsCancellationRequested
            && !cancellationToken.IsCancellationRequested)
        {
            return GraphFailure.Routing(run, TimedOut,
                $"model '{revision.ModelName}' did not answer within {timeout.TotalSeconds:0.###} s");
        }
    }

    private ValueTask<GraphMessage> CallAsync(
        GraphRun run,
        ModelRevision revision,
        GraphMessage input,
        bool isLast,
        CancellationToken cancellationToken)
    {
        var isGraph = InferenceGraphs.IsGraph(revision);
        if (isGraph && run.Depth + 1 >= options.Value.MaxNestedGraphs)
        {
            // Before the other graph's admission: a circle would wait for a place that it holds itself.
            throw new InferenceException(
                InferenceErrorCode.Internal, $"More than {options.Value.MaxNestedGraphs} graphs call each other.");
        }

        return (run.UsesTensors, isGraph) switch
        {
            (true, _) => CallTensorsAsync(run, revision, input, isGraph, isLast, cancellationToken),
            (_, true) => CallGraphAsync(run, revision, input, isLast && run.TakesChunks, cancellationToken),
            _ => CallJsonAsync(run, revision, input, isLast, cancellationToken),
        };
    }

    private static async ValueTask<GraphMessage> CallTensorsAsync(
        GraphRun run,
        ModelRevision revision,
        GraphMessage input,
        bool isGraph,
        bool isLast,
        CancellationToken cancellationToken)
    {
        if (input.Tensors is not { } tensors)
        {
            return GraphFailure.Routing(
                run, BadRequest, $"model '{revision.ModelName}' was given the answer of a step that failed");
        }

        var request = run.Own(new InferRequest(revision.ModelName, run.Pool)
        {
            Id = run.Id,
            Protocol = run.Protocol,
            Headers = isGraph ? new GraphCall(run.Headers, run.Depth + 1) : run.Headers,
        });
        foreach (var tensor in tensors.Items)
        {
            request.Inputs.Add(tensor.Alias(tensor.Name));
        }

        CopyParameters(tensors, request);
        if (isLast && run.TakesResponses && TensorStream.CanStart(revision.Signature))
        {
            return await TensorStream.StartAsync(revision, request, cancellationToken);
        }

        var response = run.Own(await revision.InferAsync(request, cancellationToken));
        return GraphMessage.OfTensors(new GraphTensors([.. response.Outputs], isRequest: false));
    }

    private static void CopyParameters(GraphTensors from, InferRequest to)
    {
        for (var i = 0; i < (from.Parameters?.Count ?? 0); i++)
        {
            var (name, value) = from.Parameters!.At(i);
            to.Parameters.TryAdd(name, value);
        }
    }

    /// <summary>Passes a body on to another graph of this host.</summary>
    private async ValueTask<GraphMessage> CallGraphAsync(
        GraphRun run,
        ModelRevision revision,
        GraphMessage input,
        bool takesChunks,
        CancellationToken cancellationToken)
    {
        GraphMessage? answer = null;
        var stream = run.Own(new NestedStream());
        var call = new GraphCall(run.Headers, input.Body, run.Protocol, async (reply, token) =>
        {
            if (reply.Chunks is not null)
            {
                await stream.OfferAsync(reply, token);
                return;
            }

            // The other graph's memory ends with its run.
            var buffer = run.NewBuffer(Math.Max(_maxLength, reply.Body.Length));
            reply.Body.Span.CopyTo(buffer.GetSpan(reply.Body.Length));
            buffer.Advance(reply.Body.Length);
            answer = GraphMessage.OfBytes(reply.Status, buffer.WrittenMemory, reply.ContentType);
        })
        {
            Depth = run.Depth + 1,
            TakesChunks = takesChunks,
        };
        var running = RunGraphAsync(run, revision, call, cancellationToken);
        if (await Task.WhenAny(running, stream.Reply) == stream.Reply)
        {
            var reply = await stream.Reply;
            return GraphMessage.OfChunks(
                reply.Status, reply.ContentType, stream.ReadAsync(reply.Chunks!, running, cancellationToken));
        }

        try
        {
            await running;
        }
        catch (InferenceException) when (answer is not null)
        {
            // The exception counts the failure in the other graph's statistics; the answer tells more.
        }

        return answer!;
    }

    private static async Task RunGraphAsync(
        GraphRun run,
        ModelRevision revision,
        GraphCall call,
        CancellationToken cancellationToken)
    {
        using var request = new InferRequest(revision.ModelName, run.Pool)
        {
            Id = run.Id,
            Protocol = run.Protocol,
            Headers = call,
        };
        using var response = await revision.InferAsync(request, cancellationToken);
    }

    private async ValueTask<GraphMessage> CallJsonAsync(
        GraphRun run,
        ModelRevision revision,
        GraphMessage input,
        bool isLast,
        CancellationToken cancellationToken)
    {
        var body = input.Body;
        var isV2 = MessageJson.IsV2(run, ref body);
        var request = run.Own(Decode(run, revision, body, isV2));
        request.Headers = run.Headers;
        request.Protocol = run.Protocol;
        request.Id ??= run.Id;
        if (isLast && run.TakesChunks && revision.Signature.IsDecoupled)
        {
            return await LocalStream.StartAsync(run, revision, request, cancellationToken);
        }

        using var response = await revision.InferAsync(request, cancellationToken);
        var buffer = run.NewBuffer(_maxLength);
        if (isV2)
        {
            using var plain = WithoutForms(request);
            V2Json.WriteResponse(buffer, plain, response, V2JsonForm.Strict, []);
        }
        else
        {
            V1Json.WritePredictions(buffer, response);
        }

        return GraphMessage.OfBytes(200, buffer.WrittenMemory);
    }

    private InferRequest Decode(GraphRun run, ModelRevision revision, ReadOnlyMemory<byte> body, bool isV2)
    {
        if (!isV2)
        {
            return V1Json.ReadRequest(
                body.Span, revision.ModelName, revision.Signature, run.Pool, _limits);
        }

        // Nothing is written to the body: only binary tensors would be views of it.
        var request = V2Json.ReadRequest(
            MemoryMarshal.AsMemory(body), jsonLength: null, revision.ModelName, run.Pool, _limits);
        for (var i = 0; request.HasParameters && i < request.Parameters.Count; i++)
        {
            var name = request.Parameters.At(i).Key;
            if (name is "headers" || name.StartsWith("triton_", StringComparison.Ordinal))
            {
                request.Dispose();
                throw InferenceException.InvalidArgument($"parameters.{name}: the name is reserved");
            }
        }

        return request;
    }

    /// <summary>Copies which outputs are wanted, but not that some should be binary.</summary>
    private static InferRequest WithoutForms(InferRequest request)
    {
        var plain = new InferRequest(request.ModelName, request.Pool) { Id = request.Id };
        if (request.HasOutputs)
        {
            foreach (var output in request.Outputs)
            {
                plain.Outputs.Add(new RequestedOutput(output.Name));
            }
        }

        return plain;
    }
}
