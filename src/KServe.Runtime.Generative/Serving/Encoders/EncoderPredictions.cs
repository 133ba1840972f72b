using System.Numerics.Tensors;
using KServe.Runtime.Generative.Tokenization;

namespace KServe.Runtime.Generative.Serving.Encoders;

/// <summary>Makes of scores what KServe's huggingfaceserver answers V1 and V2 inference with.</summary>
/// <remarks>Thread-safe.</remarks>
/// <param name="task">What the model is asked for.</param>
/// <param name="options">What it answers with.</param>
/// <param name="tokenizer">Names the tokens of masks.</param>
/// <param name="shape">What its scores are.</param>
internal sealed class EncoderPredictions(
    LanguageModelTask task,
    EncoderOptions options,
    Tokenizer tokenizer,
    ScoreShape shape)
{
    private const string OutputName = "output-0";
    private const string OffsetsName = "offset_mapping";

    // Some 40 MB of text.
    private const long MaxWrittenScores = 2 << 20;

    private bool IsPlain => options.Output == EncoderOutput.Prediction;

    private bool HasOffsets => task == LanguageModelTask.TokenClassification && options.ReturnsOffsets;

    /// <summary>Gets what the model takes and gives.</summary>
    public ModelSignature Signature => new()
    {
        Inputs = [new TensorMetadata(TextTensors.InputName, TensorDataType.BYTES, [-1])],

        // Clients call the texts as they like, and write one without dimensions.
        ChecksInputs = false,
        Outputs = HasOffsets ? [Output, new TensorMetadata(OffsetsName, TensorDataType.INT64, [-1, -1, 2])] : [Output],
        Platform = "huggingface",
        Properties = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["task"] = EncoderTasks.Describe(task),
        },
    };

    private TensorMetadata Output => task switch
    {
        LanguageModelTask.TextEmbedding => new(OutputName, TensorDataType.FP64, [-1, shape.Width]),
        LanguageModelTask.FillMask when IsPlain => new(OutputName, TensorDataType.BYTES, [-1]),
        LanguageModelTask.FillMask => new(OutputName, TensorDataType.BYTES, [-1, -1, shape.Width]),
        LanguageModelTask.TokenClassification when IsPlain => new(OutputName, TensorDataType.INT64, [-1, 1, -1]),
        LanguageModelTask.TokenClassification => new(OutputName, TensorDataType.BYTES, [-1, -1]),
        _ => new(OutputName, IsPlain ? TensorDataType.INT64 : TensorDataType.BYTES, [-1]),
    };

    /// <summary>Creates what takes the scores of a request.</summary>
    /// <exception cref="InferenceException">The answer would be too large.</exception>
    public IScoreSink CreateSink(EncoderInput[] inputs)
    {
        if (IsPlain && task == LanguageModelTask.FillMask)
        {
            return new BestList(inputs.Length, shape.Width);
        }

        shape.RequireSmall(inputs);
        var scores = shape.CountScores(inputs);
        return IsPlain || task == LanguageModelTask.TextEmbedding || scores <= MaxWrittenScores
            ? new ScoreList(inputs.Length)
            : throw InferenceException.InvalidArgument(
                $"the answer would have {scores} scores, at most {MaxWrittenScores} were expected: send fewer texts");
    }

    /// <summary>Makes the response.</summary>
    public InferResponse Answer(InferRequest request, EncoderInput[] inputs, IScoreSink sink)
    {
        var response = new InferResponse();
        if (request.WantsOutput(OutputName))
        {
            response.Outputs.Add(Create(request, inputs, sink));
        }

        if (HasOffsets && request.WantsOutput(OffsetsName))
        {
            response.Outputs.Add(TokenTensors.CreateOffsets(request.Pool, OffsetsName, inputs));
        }

        return response;
    }

    private InferTensor Create(InferRequest request, EncoderInput[] inputs, IScoreSink sink) => sink switch
    {
        BestList best => BytesTensor.Rent(
            request.Pool,
            OutputName,
            [inputs.Length],
            [.. Enumerable.Range(0, inputs.Length).Select(text => tokenizer.Decode(best[text]))]),
        ScoreList scores when task == LanguageModelTask.TextEmbedding => CreateVectors(request.Pool, inputs, scores),
        ScoreList scores when !IsPlain => new ScoreTensors(OutputName, task, options.Output, shape).Create(
            request, inputs, scores),
        ScoreList scores when task == LanguageModelTask.TokenClassification => TokenTensors.CreateClasses(
            request.Pool, OutputName, inputs, scores, shape.Width),
        ScoreList scores => CreateClasses(request.Pool, inputs, scores),
        _ => throw new InvalidOperationException("Scores were taken by nothing that is known."),
    };

    // KServe's server has numbers of 64 bits here.
    private InferTensor CreateVectors(TensorPool pool, EncoderInput[] inputs, ScoreList scores)
    {
        var tensor = InferTensor.Rent(pool, OutputName, TensorDataType.FP64, [inputs.Length, shape.Width]);
        var vectors = tensor.AsSpan<double>();
        for (var text = 0; text < inputs.Length; text++)
        {
            TensorPrimitives.ConvertTruncating<float, double>(
                scores[text], vectors.Slice(text * shape.Width, shape.Width));
        }

        return tensor;
    }

    private static InferTensor CreateClasses(TensorPool pool, EncoderInput[] inputs, ScoreList scores)
    {
        var tensor = InferTensor.Rent(pool, OutputName, TensorDataType.INT64, [inputs.Length]);
        var classes = tensor.AsSpan<long>();
        for (var text = 0; text < inputs.Length; text++)
        {
            classes[text] = TensorPrimitives.IndexOfMax(scores[text]);
        }

        return tensor;
    }
}
