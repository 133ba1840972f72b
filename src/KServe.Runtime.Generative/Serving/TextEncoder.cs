using KServe.Kernels.Compute;
using KServe.Runtime.Generative.Models;
using KServe.Runtime.Generative.Serving.Encoders;
using KServe.Runtime.Generative.Telemetry;
using KServe.Runtime.Generative.Weights;

namespace KServe.Runtime.Generative.Serving;

/// <summary>An encoder with its tokenizer: embeddings, classes of texts or tokens, scores of pairs, tokens of
/// masks.</summary>
internal sealed class TextEncoder(string path, LanguageModelOptions options) : TextEncodingModel, IModelSize
{
    private Loaded? _loaded;
    private string _name = "";

    /// <inheritdoc/>
    public override TextEncodingTask Task => _loaded?.Task ?? TextEncodingTask.Embedding;

    /// <inheritdoc/>
    public override ModelSignature Signature => _loaded?.Predictions.Signature ?? ModelSignature.Empty;

    /// <inheritdoc/>
    public override int MaxModelLength => _loaded?.Tokenizer.MaxLength ?? 0;

    /// <inheritdoc/>
    public override IReadOnlyList<string> Labels => _loaded is { } loaded ? loaded.Files.Configuration.Labels : [];

    /// <inheritdoc/>
    public long SizeInBytes => _loaded?.SizeInBytes ?? 0;

    /// <summary>Gets what reports requests for embeddings; null to report nothing.</summary>
    internal GenAiTelemetry? Telemetry { get; init; }

    /// <summary>Gets the clock of the reports.</summary>
    internal TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Gets how many times the model has run.</summary>
    internal int PassCount => _loaded?.Queue.PassCount ?? 0;

    private Loaded Parts => _loaded ?? throw InferenceException.Unavailable("The model is not loaded.");

    /// <inheritdoc/>
    public override async ValueTask LoadAsync(ModelLoadContext context, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(context);
        _name = context.ModelName;
        _loaded = await System.Threading.Tasks.Task.Run(Load, cancellationToken);
    }

    /// <inheritdoc/>
    public override async ValueTask<TextEncodingResult> EncodeAsync(
        TextEncodingRequest request,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (Telemetry is not { } telemetry || Task != TextEncodingTask.Embedding)
        {
            return await EncodeCoreAsync(request, cancellationToken);
        }

        using var call = GenAiCall.Start(telemetry, Time, _name, request);
        try
        {
            var result = await EncodeCoreAsync(request, cancellationToken);
            call.CompleteVectors(result.PromptTokens);
            return result;
        }
        catch (Exception error) when (call.Fail(error))
        {
            throw;
        }
    }

    /// <inheritdoc/>
    public override async ValueTask<InferResponse> PredictAsync(
        InferRequest request,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (request.Content is TextEncodingRequest)
        {
            return await base.PredictAsync(request, cancellationToken);
        }

        var parts = Parts;
        var texts = TextTensors.Read(request);
        var inputs = Tokenize(parts, [.. texts.Select(static text => new TextInput { Text = text })], truncates: true);
        var sink = parts.Predictions.CreateSink(inputs);
        await parts.Queue.RunAsync(inputs, sink, cancellationToken);
        return parts.Predictions.Answer(request, inputs, sink);
    }

    /// <inheritdoc/>
    public override async ValueTask DisposeAsync()
    {
        if (_loaded is { } parts)
        {
            await parts.Queue.DisposeAsync();
            parts.Pool.Dispose();
        }

        await base.DisposeAsync();
    }

    private async ValueTask<TextEncodingResult> EncodeCoreAsync(
        TextEncodingRequest request,
        CancellationToken cancellationToken)
    {
        var parts = Parts;
        var inputs = Tokenize(parts, request.Inputs, request.Truncates);
        parts.Shape.RequireSmall(inputs);
        var scores = new ScoreList(inputs.Length);
        await parts.Queue.RunAsync(inputs, scores, cancellationToken);
        var vectors = new ReadOnlyMemory<float>[inputs.Length];
        for (var i = 0; i < vectors.Length; i++)
        {
            vectors[i] = parts.Task == TextEncodingTask.Embedding
                ? EncodedVector.Cut(scores[i], request.Dimensions)
                : parts.Shape.ToProbabilities(scores[i]);
        }

        return new TextEncodingResult(vectors, inputs.Sum(static input => input.Ids.Length));
    }

    private static EncoderInput[] Tokenize(Loaded parts, IReadOnlyList<TextInput> texts, bool truncates)
    {
        var inputs = new EncoderInput[texts.Count];
        for (var i = 0; i < inputs.Length; i++)
        {
            inputs[i] = parts.Tokenizer.Encode(texts[i], truncates, i);
        }

        return inputs;
    }

    private Loaded Load()
    {
        var store = WeightStore.Open(path);
        LanguageModelFiles files;
        LanguageModelTask task;
        try
        {
            files = LanguageModelFiles.Read(path, store);
            task = EncoderTasks.Get(files.Configuration, options.Task);
        }
        catch
        {
            store.Dispose();
            throw;
        }

        var size = store.SizeInBytes;
        var pool = new ComputePool(options.ThreadCount);
        try
        {
            return Load(store, files, task, pool, size);
        }
        catch
        {
            pool.Dispose();
            throw;
        }
    }

    private Loaded Load(
        WeightStore store,
        LanguageModelFiles files,
        LanguageModelTask task,
        ComputePool pool,
        long size)
    {
        var model = EncoderLoader.Load(store, EncoderTasks.ToHead(task), options.Quantization, pool);
        try
        {
            var isMultiLabel = files.Configuration.ProblemType == "multi_label_classification"
                || (task == LanguageModelTask.SequenceClassification && model.OutputWidth == 1);
            var shape = new ScoreShape(model.OutputWidth, model.Head.IsPerToken, isMultiLabel);
            return new Loaded(
                files,
                new EncoderTokenizer(files, model, options, fillsMasks: task == LanguageModelTask.FillMask),
                new EncoderQueue(model, options.Engine.MaxBatchedTokens, options.Engine.QueueLimit),
                new EncoderPredictions(task, options.Encoder, files.Tokenizer, shape),
                shape,
                ToPublic(task, model.OutputWidth),
                pool,
                size);
        }
        catch
        {
            model.Dispose();
            throw;
        }
    }

    private static TextEncodingTask ToPublic(LanguageModelTask task, int width) => task switch
    {
        LanguageModelTask.SequenceClassification when width == 1 => TextEncodingTask.Score,
        LanguageModelTask.SequenceClassification => TextEncodingTask.Classification,
        LanguageModelTask.TokenClassification => TextEncodingTask.TokenClassification,
        LanguageModelTask.FillMask => TextEncodingTask.FillMask,
        _ => TextEncodingTask.Embedding,
    };

    private sealed record Loaded(
        LanguageModelFiles Files,
        EncoderTokenizer Tokenizer,
        EncoderQueue Queue,
        EncoderPredictions Predictions,
        ScoreShape Shape,
        TextEncodingTask Task,
        ComputePool Pool,
        long SizeInBytes);
}
