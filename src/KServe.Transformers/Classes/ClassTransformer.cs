using System.Buffers;
using KServe.Transformers.Classes;

namespace KServe.Transformers;

/// <summary>Answers the best classes of a classifier with their labels and scores.</summary>
/// <remarks>Safe for concurrent use.</remarks>
/// <param name="options">Read when the model loads.</param>
public sealed class ClassTransformer(ClassOptions options) : Transformer
{
    // From so many places on, sorting all is faster than keeping the best in order.
    private const int ManyPlaces = 64;

    private string[] _labels = [];
    private ModelSignature? _signature;

    /// <inheritdoc/>
    public override ModelSignature? Signature => _signature;

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">An option is out of its range, or the model has no such output.</exception>
    /// <exception cref="InvalidDataException">The file of labels cannot be read.</exception>
    public override async ValueTask LoadAsync(ModelLoadContext context, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(context);
        OptionChecks.RequireRange(options.Top, 0, 65_536, nameof(options.Top));
        OptionChecks.Require(
            Enum.IsDefined(options.Activation), nameof(options.Activation), "None, Softmax or Sigmoid was expected");
        _labels = await LabelReader.ReadAsync(options, context.ArtifactPath, cancellationToken);
        var outputs = context.InnerSignature.Outputs;
        var output = options.Output is { } name ? context.InnerSignature.FindOutput(name)
            : outputs.Count == 1 ? outputs[0] : null;
        OptionChecks.Require(
            outputs.Count == 0 || output is not null,
            nameof(options.Output),
            $"one of the model's outputs was expected: {string.Join(", ", outputs.Select(static it => it.Name))}");
        var classes = output is { Shape.Rank: > 0 } ? output.Shape.Dimensions[^1] : -1;
        OptionChecks.Require(
            classes < 0 || _labels.Length == 0 || _labels.Length == classes,
            nameof(options.Labels),
            $"{classes} labels were expected, as the model has classes, got {_labels.Length}");
        _signature = Describe(context.InnerSignature, output);
    }

    /// <inheritdoc/>
    public override ValueTask<InferRequest> PreprocessAsync(InferRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (!request.HasOutputs)
        {
            return new(request);
        }

        // The wanted outputs are those of this transformer: the model does not know them.
        var following = Following.Create(request);
        following.Outputs.Clear();
        return new(following);
    }

    /// <inheritdoc/>
    public override ValueTask<InferResponse> PostprocessAsync(
        InferResponse response,
        InferRequest request,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(response);
        ArgumentNullException.ThrowIfNull(request);
        var tensor = Find(response);
        var shape = tensor.Shape;
        var classes = shape.Rank == 0 ? 1 : (int)shape.Dimensions[^1];
        var count = options.Top == 0 ? classes : Math.Min(options.Top, classes);
        if (_labels.Length != 0 && _labels.Length < classes)
        {
            throw new InvalidOperationException($"The model gave {classes} classes, {_labels.Length} have labels.");
        }

        var answer = new InferResponse { ModelName = response.ModelName, ModelVersion = response.ModelVersion };
        try
        {
            TensorShape best = [.. shape.Dimensions[..Math.Max(0, shape.Rank - 1)], count];
            Add(answer, request, tensor, classes, best);
            Keep(answer, request, response, tensor);
            return new(answer);
        }
        catch
        {
            answer.Dispose();
            throw;
        }
    }

    private InferTensor Find(InferResponse response)
    {
        var tensor = options.Output is { } name ? response.FindOutput(name)
            : response.Outputs.Count == 1 ? response.Outputs[0] : null;
        return tensor ?? throw new InvalidOperationException(
            $"The model did not answer {(options.Output is { } wanted ? $"the output '{wanted}'" : "one output")}.");
    }

    private void Add(InferResponse answer, InferRequest request, InferTensor tensor, int classes, TensorShape best)
    {
        var length = checked((int)tensor.Shape.GetElementCount());
        var all = ArrayPool<float>.Shared.Rent(length);
        var scores = InferTensor.Rent(request.Pool, options.ScoresOutput, TensorDataType.FP32, best);
        var indices = InferTensor.Rent(request.Pool, options.IndicesOutput, TensorDataType.INT64, best);
        try
        {
            ScoreReader.Read(tensor, options.Activation, classes, all.AsSpan(0, length));
            Select(all.AsSpan(0, length), classes, scores.AsSpan<float>(), indices.AsSpan<long>());
            if (_labels.Length != 0 && request.WantsOutput(options.LabelsOutput))
            {
                answer.Outputs.Add(CreateLabels(request.Pool, best, indices.AsSpan<long>()));
            }
        }
        catch
        {
            scores.Dispose();
            indices.Dispose();
            throw;
        }
        finally
        {
            ArrayPool<float>.Shared.Return(all);
        }

        AddOrReturn(answer, request, scores);
        AddOrReturn(answer, request, indices);
    }

    private static void AddOrReturn(InferResponse answer, InferRequest request, InferTensor tensor)
    {
        if (request.WantsOutput(tensor.Name))
        {
            answer.Outputs.Add(tensor);
        }
        else
        {
            tensor.Dispose();
        }
    }

    private static void Select(ReadOnlySpan<float> all, int classes, Span<float> scores, Span<long> indices)
    {
        var rows = classes == 0 ? 0 : all.Length / classes;
        var count = rows == 0 ? 0 : scores.Length / rows;
        var sorted = count >= ManyPlaces ? ArrayPool<float>.Shared.Rent(classes) : [];
        var places = count >= ManyPlaces ? ArrayPool<long>.Shared.Rent(classes) : [];
        for (var i = 0; i < rows; i++)
        {
            var row = all.Slice(i * classes, classes);
            var rowScores = scores.Slice(i * count, count);
            var rowIndices = indices.Slice(i * count, count);
            if (count < ManyPlaces)
            {
                TopScores.Find(row, rowScores, rowIndices);
                continue;
            }

            TopScores.Sort(row, sorted.AsSpan(0, classes), places.AsSpan(0, classes));
            sorted.AsSpan(0, count).CopyTo(rowScores);
            places.AsSpan(0, count).CopyTo(rowIndices);
        }

        if (sorted.Length != 0)
        {
            ArrayPool<float>.Shared.Return(sorted);
            ArrayPool<long>.Shared.Return(places);
        }
    }

    private InferTensor CreateLabels(TensorPool pool, TensorShape shape, ReadOnlySpan<long> indices)
    {
        var texts = new string[indices.Length];
        for (var i = 0; i < texts.Length; i++)
        {
            texts[i] = _labels[indices[i]];
        }

        return BytesTensor.Rent(pool, options.LabelsOutput, shape, texts);
    }

    private void Keep(InferResponse answer, InferRequest request, InferResponse response, InferTensor scores)
    {
        for (var i = 0; options.KeepOutputs && i < response.Outputs.Count; i++)
        {
            var output = response.Outputs[i];
            if (!ReferenceEquals(output, scores) && request.WantsOutput(output.Name))
            {
                answer.Outputs.Add(output.Alias(output.Name));
            }
        }
    }

    private ModelSignature Describe(ModelSignature inner, TensorMetadata? output)
    {
        var rank = output?.Shape.Rank ?? 2;
        TensorShape shape = rank == 0 ? [-1] : [.. (output?.Shape ?? [-1, -1]).Dimensions[..^1], -1];
        List<TensorMetadata> outputs = [];
        if (_labels.Length != 0)
        {
            outputs.Add(new TensorMetadata(options.LabelsOutput, TensorDataType.BYTES, shape));
        }

        outputs.Add(new TensorMetadata(options.ScoresOutput, TensorDataType.FP32, shape));
        outputs.Add(new TensorMetadata(options.IndicesOutput, TensorDataType.INT64, shape));
        if (options.KeepOutputs)
        {
            outputs.AddRange(inner.Outputs.Where(other => !ReferenceEquals(other, output)));
        }

        return inner with { Outputs = outputs };
    }
}
