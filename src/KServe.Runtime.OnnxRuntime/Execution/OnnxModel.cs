using Microsoft.ML.OnnxRuntime;

namespace KServe.Runtime.OnnxRuntime;

/// <summary>Runs a loaded model.</summary>
/// <remarks>Safe for concurrent runs, as the session is. Dispose it when none is under way.</remarks>
internal sealed class OnnxModel : IDisposable
{
    private readonly InferenceSession _session;
    private readonly OnnxRunPool _runs;
    private readonly OnnxInput[] _inputs;
    private readonly string[] _inputNames;
    private readonly string[] _outputNames;
    private readonly string _logId;
    private int _disposed;

    public OnnxModel(InferenceSession session, OnnxSignature signature, string logId)
    {
        _session = session;
        _logId = logId;
        _inputs = signature.Inputs;
        _inputNames = [.. signature.Inputs.Select(static input => input.Name)];
        _outputNames = [.. signature.Declared.Outputs.Select(static output => output.Name)];
        _runs = new OnnxRunPool(_inputs.Length);
        Signature = signature.Declared;
    }

    public ModelSignature Signature { get; }

    /// <summary>Gets the bytes of the files that the session was made of.</summary>
    public long FileBytes { get; init; }

    /// <summary>Computes the wanted outputs on the caller's thread.</summary>
    /// <exception cref="InferenceException">The inputs do not fit the model.</exception>
    /// <exception cref="OperationCanceledException">The run was cancelled.</exception>
    public InferResponse Run(InferRequest request, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var outputNames = GetOutputNames(request);
        var run = _runs.Rent();
        try
        {
            Bind(run, request);
            return ToResponse(run, Execute(run, outputNames, cancellationToken), outputNames, request.Pool);
        }
        finally
        {
            _runs.Return(run, isReusable: !cancellationToken.IsCancellationRequested);
        }
    }

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _disposed, 1) == 0)
        {
            _runs.Dispose();
            _session.Dispose();
            OrtLogRelay.Unregister(_logId);
        }
    }

    private static InferResponse ToResponse(
        OnnxRun run,
        IDisposableReadOnlyCollection<OrtValue> values,
        string[] names,
        TensorPool pool)
    {
        var response = new InferResponse();
        try
        {
            for (var i = 0; i < names.Length; i++)
            {
                response.Outputs.Add(ToTensor(run, values[i], names[i], pool));
            }

            return response;
        }
        catch
        {
            response.Dispose();
            values.Dispose();
            throw;
        }
    }

    private static InferTensor ToTensor(OnnxRun run, OrtValue value, string name, TensorPool pool)
    {
        var info = value.GetTensorTypeAndShape();
        var shape = TensorShape.Create(info.Shape);
        var dataType = OnnxElementTypes.ToDataType(info.ElementDataType);
        if (dataType == TensorDataType.BYTES)
        {
            var tensor = StringTensors.FromNative(value, name, shape, pool);
            value.Dispose();
            return tensor;
        }

        // Refuses more than 2 GiB before the library casts the length.
        InferTensor.GetByteLength(name, dataType, shape);
        var memory = new NativeTensorMemory(value);
        if (run.IsInput(memory.GetSpan()))
        {
            // A graph can hand an input through; its memory is pinned for this run and the client's afterwards.
            var copy = InferTensor.Rent(pool, name, dataType, shape);
            memory.GetSpan().CopyTo(copy.Data.Span);
            value.Dispose();
            return copy;
        }

        return InferTensor.FromMemory(name, dataType, shape, memory.Memory, memory);
    }

    private IDisposableReadOnlyCollection<OrtValue> Execute(
        OnnxRun run,
        string[] outputNames,
        CancellationToken cancellationToken)
    {
        // Disposing the registration waits for a callback under way: afterwards nobody touches the options.
        using var registration = cancellationToken.UnsafeRegister(
            static options => ((RunOptions)options!).Terminate = true, run.Options);
        try
        {
            return _session.Run(run.Options, _inputNames, run.Values, outputNames);
        }
        catch (OnnxRuntimeException error)
        {
            if (cancellationToken.IsCancellationRequested)
            {
                throw new OperationCanceledException(null, error, cancellationToken);
            }

            if (OrtErrors.FromRun(error) is { } known)
            {
                throw known;
            }

            throw;
        }
    }

    private void Bind(OnnxRun run, InferRequest request)
    {
        for (var i = 0; i < _inputs.Length; i++)
        {
            var input = _inputs[i];
            var tensor = request.GetInput(input.Name);
            if (tensor.DataType != input.DataType)
            {
                throw InferenceException.InvalidArgument(
                    $"input '{input.Name}' has datatype {tensor.DataType.GetName()}, "
                    + $"expected {input.DataType.GetName()}");
            }

            run.Bind(i, input, tensor, request.Pool);
        }
    }

    private string[] GetOutputNames(InferRequest request)
    {
        if (!request.HasOutputs)
        {
            return _outputNames;
        }

        var count = 0;
        foreach (var name in _outputNames)
        {
            count += request.WantsOutput(name) ? 1 : 0;
        }

        if (count == _outputNames.Length)
        {
            return _outputNames;
        }

        var wanted = new string[count];
        count = 0;
        foreach (var name in _outputNames)
        {
            if (request.WantsOutput(name))
            {
                wanted[count++] = name;
            }
        }

        return wanted.Length > 0
            ? wanted
            : throw InferenceException.InvalidArgument("none of the requested outputs exists");
    }
}
