using KServe.Kernels.Compute;
using KServe.Runtime.Generative.Models;
using KServe.Runtime.Generative.Models.Encoders;
using KServe.Runtime.Generative.Tokenization;
using KServe.Runtime.Generative.Weights;

namespace KServe.Runtime.Generative.Serving;

/// <summary>An encoder with its tokenizer: embeddings, classes, or scores of pairs.</summary>
internal sealed class TextEncoder(string path, LanguageModelOptions options) : TextEncodingModel, IModelSize
{
    private const int MaxBatchTokens = 8192;
    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly EncoderBatch _batch = new();
    private LanguageModelFiles? _files;
    private EncoderModel? _model;
    private ComputePool? _pool;
    private TextEncodingTask _task;

    /// <inheritdoc/>
    public override TextEncodingTask Task => _task;

    /// <inheritdoc/>
    public override int MaxModelLength => _model?.MaxSequenceLength ?? 0;

    /// <inheritdoc/>
    public override IReadOnlyList<string> Labels => _files is { } files ? files.Configuration.Labels : [];

    /// <inheritdoc/>
    public long SizeInBytes { get; private set; }

    /// <inheritdoc/>
    public override async ValueTask LoadAsync(ModelLoadContext context, CancellationToken cancellationToken) =>
        await System.Threading.Tasks.Task.Run(Load, cancellationToken);

    /// <inheritdoc/>
    public override async ValueTask<TextEncodingResult> EncodeAsync(
        TextEncodingRequest request,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        var inputs = request.Inputs.Select(input => Tokenize(input, request.Truncates)).ToArray();
        var tokens = inputs.Sum(static input => input.Ids.Count);
        var vectors = new ReadOnlyMemory<float>[inputs.Length];
        var next = 0;
        while (next < inputs.Length)
        {
            await _turn.WaitAsync(cancellationToken);
            try
            {
                // In turns: a request of many texts does not keep out the others. Not on the caller's thread: it may be
                // one that serves sockets.
                next = await System.Threading.Tasks.Task.Run(() => Compute(inputs, next, vectors), cancellationToken);
            }
            finally
            {
                _turn.Release();
            }
        }

        Finish(vectors, request.Dimensions);
        return new TextEncodingResult(vectors, tokens);
    }

    /// <inheritdoc/>
    public override async ValueTask DisposeAsync()
    {
        _model?.Dispose();
        _pool?.Dispose();
        _turn.Dispose();
        await base.DisposeAsync();
    }

    private void Load()
    {
        var store = WeightStore.Open(path);
        try
        {
            _files = LanguageModelFiles.Read(path, store);
        }
        catch
        {
            store.Dispose();
            throw;
        }

        var isClassifier = _files.Configuration.Architecture.EndsWith(
            "ForSequenceClassification", StringComparison.Ordinal);
        _task = !isClassifier ? TextEncodingTask.Embedding
            : _files.Configuration.Labels.Length <= 1 ? TextEncodingTask.Score
            : TextEncodingTask.Classification;
        SizeInBytes = store.SizeInBytes;
        _pool = new ComputePool(options.ThreadCount);
        _model = EncoderLoader.Load(
            store,
            isClassifier ? EncoderTask.SequenceClassification : EncoderTask.Embedding,
            options.Quantization,
            _pool);
    }

    private (IReadOnlyList<int> Ids, IReadOnlyList<int> Types) Tokenize(TextInput input, bool truncates)
    {
        var files = _files ?? throw InferenceException.Unavailable("The model is not loaded.");
        if (input.TokenIds is { } given)
        {
            return (Check(given), new int[given.Count]);
        }

        var limit = Math.Min(MaxModelLength, files.Configuration.Pooling?.MaxSequenceLength ?? int.MaxValue);
        var settings = new EncodingOptions
        {
            Truncation = truncates ? new TruncationOptions { MaxLength = limit } : null,
        };
        var encoding = input.Pair is { } pair
            ? files.Tokenizer.Encode(input.Text!, pair, settings)
            : files.Tokenizer.Encode(input.Text!, settings);
        return (Check(encoding.Ids), encoding.TypeIds);
    }

    private IReadOnlyList<int> Check(IReadOnlyList<int> tokens)
    {
        if (tokens.Count == 0 || tokens.Count > MaxModelLength)
        {
            throw new InferenceException(
                InferenceErrorCode.InvalidArgument,
                $"An input has {tokens.Count} tokens: from 1 to {MaxModelLength} were expected.")
            {
                Parameter = "input",
                Reason = tokens.Count == 0 ? null : "context_length_exceeded",
            };
        }

        foreach (var token in tokens)
        {
            if ((uint)token >= (uint)_files!.Configuration.VocabularySize)
            {
                throw new InferenceException(
                    InferenceErrorCode.InvalidArgument, $"Token {token} is not in the vocabulary.")
                {
                    Parameter = "input",
                };
            }
        }

        return tokens;
    }

    /// <summary>Computes the next inputs that go together.</summary>
    /// <returns>The first input that is left.</returns>
    private int Compute(
        (IReadOnlyList<int> Ids, IReadOnlyList<int> Types)[] inputs,
        int first,
        ReadOnlyMemory<float>[] vectors)
    {
        var model = _model!;
        _batch.Clear();
        var end = first;
        var tokens = 0;
        for (; end < inputs.Length && (end == first || tokens + inputs[end].Ids.Count <= MaxBatchTokens); end++)
        {
            tokens += inputs[end].Ids.Count;
            _batch.Add([.. inputs[end].Ids], [.. inputs[end].Types.Select(Math.Abs)]);
        }

        var width = model.OutputWidth;
        var output = new float[(end - first) * width];
        model.Forward(_batch, output);
        for (var i = first; i < end; i++)
        {
            vectors[i] = output.AsMemory((i - first) * width, width);
        }

        return end;
    }

    private void Finish(ReadOnlyMemory<float>[] vectors, int? dimensions)
    {
        for (var i = 0; i < vectors.Length; i++)
        {
            vectors[i] = _task switch
            {
                TextEncodingTask.Embedding => EncodedVector.Cut(vectors[i], dimensions),
                TextEncodingTask.Score => EncodedVector.Sigmoid(vectors[i].Span),
                _ when _files!.Configuration.ProblemType == "multi_label_classification" =>
                    EncodedVector.Sigmoid(vectors[i].Span),
                _ => EncodedVector.Softmax(vectors[i].Span),
            };
        }
    }
}
