using KServe.Runtime.Generative.Configuration;
using KServe.Runtime.Generative.Models.Blocks;

namespace KServe.Runtime.Generative.Models.Encoders;

/// <summary>Builds what stands on top of an encoder.</summary>
internal sealed class HeadBuilder(ModelConfiguration model, EncoderPlan plan, ModelTensors tensors, string prefix)
{
    // A sentence model whose folder says nothing of pooling: what most of them were trained with.
    private static readonly PoolingConfiguration UsualPooling = new() { Mode = PoolingMode.Mean, Normalizes = true };

    public IEncoderHead Build(EncoderTask task) => task switch
    {
        EncoderTask.HiddenStates => new DenseHead { Rows = HeadRows.All, HiddenSize = model.HiddenSize },
        EncoderTask.PooledOutput => Dense(
            new HeadPlan { Rows = HeadRows.First, HasPooler = true, Activation = Kernels.Vectors.Activation.Tanh }, 0),
        EncoderTask.Embedding => new EmbeddingHead(model.Pooling ?? UsualPooling, model.HiddenSize),
        EncoderTask.SequenceClassification => Dense(Sequences(), Classes(plan.Sequences)),
        EncoderTask.TokenClassification => Dense(plan.Tokens, Classes(plan.Tokens)),
        EncoderTask.MaskedTokens => Dense(plan.MaskedTokens, model.VocabularySize),
        EncoderTask.QuestionAnswering => Dense(plan.Answers, 2),
        _ => throw new ArgumentOutOfRangeException(nameof(task)),
    };

    private HeadPlan Sequences() =>
        model.ModelType == "modernbert" && model.ClassifierPooling == PoolingMode.Mean
            ? plan.Sequences with { Rows = HeadRows.Mean }
            : plan.Sequences;

    private int Classes(HeadPlan head) =>
        model.Labels.Length > 0 ? model.Labels.Length : tensors.RowCount(head.Output!);

    private DenseHead Dense(HeadPlan head, int outputs)
    {
        var hidden = model.HiddenSize;
        var dense = head.HasPooler ? prefix + plan.Pooler : head.Dense;
        return new DenseHead
        {
            Rows = head.Rows,
            HiddenSize = hidden,
            Dense = dense is null ? null : tensors.Linear(dense, hidden, hidden),
            Activation = head.Activation ?? model.Activation.ToKernel(),
            Norm = head.Norm is null ? null : tensors.Norm(head.Norm, plan.Norm, hidden, model.NormEpsilon),
            Output = outputs == 0 ? null : Output(head, outputs),
        };
    }

    private LinearLayer Output(HeadPlan head, int outputs)
    {
        if (head.Output is { } name)
        {
            return tensors.Linear(name, outputs, model.HiddenSize);
        }

        return tensors.Pack(
            prefix + plan.Embeddings,
            [tensors.Rows(prefix + plan.Embeddings, outputs, model.HiddenSize)],
            tensors.OptionalVector(head.OutputBias!, outputs));
    }
}
