using KServe.Runtime.Generative.Configuration;

namespace KServe.Runtime.Generative.Tests.Configuration;

/// <summary>Reads the configurations of the fixtures, one per family.</summary>
public sealed class ConfigurationFolderTests
{
    private static string Arch(string name) =>
        Path.Combine(AppContext.BaseDirectory, "Fixtures", "llm", "arch", name);

    public static TheoryData<string> Architectures
    {
        get
        {
            var data = new TheoryData<string>();
            foreach (var folder in Directory.GetDirectories(Arch("")).Order(StringComparer.Ordinal))
            {
                if (File.Exists(Path.Combine(folder, "config.json")))
                {
                    data.Add(Path.GetFileName(folder));
                }
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Architectures))]
    public void Read_EveryArchitecture_HasItsSizes(string name)
    {
        var model = ConfigurationFolder.Read(Arch(name));
        Assert.Equal(64, model.HiddenSize);
        Assert.Equal(384, model.VocabularySize);
        Assert.Equal(4, model.Attention.HeadCount);
        Assert.Equal(model.LayerCount, model.Attention.Windows.Length);
        Assert.NotEmpty(model.Architecture);
    }

    [Fact]
    public void Read_Llama_HasScaledRopeAndSharedKeyHeads()
    {
        var model = ConfigurationFolder.Read(Arch("llama"));
        Assert.Equal(2, model.Attention.KeyValueHeadCount);
        Assert.Equal(16, model.Attention.HeadSize);
        Assert.Equal(0.25, model.Attention.Scale);
        Assert.False(model.HasTiedEmbeddings);
        Assert.True(model.HasGatedMlp);
        Assert.Equal(ActivationKind.Silu, model.Activation);
        var rope = model.Rope!;
        Assert.Equal((RopeKind.Llama3, 8.0, 1.0, 4.0, 64, 16), (
            rope.Kind,
            rope.Factor,
            rope.LowFrequencyFactor,
            rope.HighFrequencyFactor,
            rope.OriginalMaxPositions,
            rope.RotarySize));
        Assert.Equal([1], model.Tokens.End);
        Assert.Equal((0, 2), (model.Tokens.Begin, model.Tokens.Padding));
    }

    [Fact]
    public void Read_ScaledRopes_HaveTheirKinds()
    {
        var linear = ConfigurationFolder.Read(Arch("llama-linear-rope"));
        Assert.Equal((RopeKind.Linear, 2.0, 24), (linear.Rope!.Kind, linear.Rope.Factor, linear.Attention.HeadSize));
        Assert.True(linear.HasTiedEmbeddings);
        var yarn = ConfigurationFolder.Read(Arch("llama-yarn")).Rope!;
        Assert.Equal((RopeKind.Yarn, 4.0, 64, 32.0), (yarn.Kind, yarn.Factor, yarn.OriginalMaxPositions, yarn.BetaFast));
        var phi = ConfigurationFolder.Read(Arch("phi3-longrope")).Rope!;
        Assert.Equal((RopeKind.LongRope, 4.0, 16), (phi.Kind, phi.Factor, phi.OriginalMaxPositions));
        Assert.Equal([1.0, 1.05, 1.1, 1.2, 1.3, 1.5, 1.7, 2.0], phi.ShortFactors);
        Assert.Equal(8.0, phi.LongFactors[^1]);
        Assert.Equal(8, ConfigurationFolder.Read(Arch("phi3")).Rope!.RotarySize);
        var qwen = ConfigurationFolder.Read(Arch("qwen3"));
        Assert.Equal((1e6, 32), (qwen.Rope!.Theta, qwen.Rope.RotarySize));
        Assert.True(qwen.Attention.HasQueryKeyNorm);
        var neox = ConfigurationFolder.Read(Arch("gpt-neox"));
        Assert.Equal(4, neox.Rope!.RotarySize);
        Assert.True(neox.HasParallelResidual);
        Assert.Equal(ActivationKind.GeluErf, neox.Activation);
    }

    [Fact]
    public void Read_Windows_LieOnTheLayersOfTheFamily()
    {
        Assert.Equal([8, 8], ConfigurationFolder.Read(Arch("mistral")).Attention.Windows);
        Assert.Equal([6, 0], ConfigurationFolder.Read(Arch("gemma2")).Attention.Windows);
        Assert.Equal([6, 6, 0], ConfigurationFolder.Read(Arch("gemma3-text")).Attention.Windows);
        Assert.Equal([0, 8, 8], ConfigurationFolder.Read(Arch("modernbert")).Attention.Windows);
        Assert.Equal([0, 0], ConfigurationFolder.Read(Arch("qwen2")).Attention.Windows);
        Assert.Equal([0, 0], ConfigurationFolder.Read(Arch("mixtral")).Attention.Windows);
    }

    [Fact]
    public void Read_Gemma_HasCapsScalesAndTwoRopes()
    {
        var second = ConfigurationFolder.Read(Arch("gemma2"));
        Assert.Equal((5.0, 6.0, 8.0), (
            second.Attention.LogitSoftcap, second.FinalLogitSoftcap, second.EmbeddingScale));
        Assert.Equal(ActivationKind.GeluTanh, second.Activation);
        var third = ConfigurationFolder.Read(Arch("gemma3-text"));
        Assert.Equal((0.0, 0.0), (third.Attention.LogitSoftcap, third.FinalLogitSoftcap));
        Assert.Equal((RopeKind.Linear, 8.0, 1e6), (third.Rope!.Kind, third.Rope.Factor, third.Rope.Theta));
        Assert.Equal((RopeKind.Default, 1e4), (third.LocalRope!.Kind, third.LocalRope.Theta));
    }

    [Fact]
    public void Read_Experts_HaveTheirWidths()
    {
        var mixtral = ConfigurationFolder.Read(Arch("mixtral")).Moe!;
        Assert.Equal((4, 2, 96, true), (
            mixtral.ExpertCount, mixtral.ExpertsPerToken, mixtral.IntermediateSize, mixtral.NormalizesWeights));
        var qwen = ConfigurationFolder.Read(Arch("qwen2-moe")).Moe!;
        Assert.Equal((4, 2, 48, 96, false), (
            qwen.ExpertCount,
            qwen.ExpertsPerToken,
            qwen.IntermediateSize,
            qwen.SharedIntermediateSize,
            qwen.NormalizesWeights));
        Assert.Equal([true, true], qwen.SparseLayers);
    }

    [Fact]
    public void Read_Encoders_HaveLabelsPositionsAndPooling()
    {
        Assert.Equal(
            ["O", "B-PER", "I-PER", "B-LOC", "I-LOC"],
            ConfigurationFolder.Read(Arch("bert-token-classification")).Labels);
        Assert.Equal(["NEGATIVE", "POSITIVE"], ConfigurationFolder.Read(Arch("distilbert")).Labels);
        Assert.Equal(2, ConfigurationFolder.Read(Arch("roberta")).PositionOffset);
        var mpnet = ConfigurationFolder.Read(Arch("mpnet-sentence-embedding"));
        Assert.Equal((2, 32), (mpnet.PositionOffset, mpnet.RelativePositions!.BucketCount));
        Assert.Equal(
            new PoolingConfiguration { Mode = PoolingMode.Mean, Normalizes = true, MaxSequenceLength = 64 },
            ConfigurationFolder.Read(Arch("minilm-sentence-embedding")).Pooling);
        Assert.Equal(PoolingMode.Mean, ConfigurationFolder.Read(Arch("modernbert")).ClassifierPooling);
    }

    [Fact]
    public void Read_T5_HasBothStacks()
    {
        var model = ConfigurationFolder.Read(Arch("t5"));
        Assert.Equal((2, 2, 16, 32), (
            model.LayerCount,
            model.DecoderLayerCount,
            model.RelativePositions!.BucketCount,
            model.RelativePositions.MaxDistance));
        Assert.Equal((1.0, ActivationKind.Relu, 0), (
            model.Attention.Scale, model.Activation, model.Tokens.DecoderStart));
    }

    [Fact]
    public void Read_TinyChat_TakesEndTokensFromGenerationConfig()
    {
        var model = ConfigurationFolder.Read(Path.Combine(Arch(""), "..", "tiny-chat"));
        Assert.Equal([2, 0], model.Tokens.End);
        Assert.Equal(128, model.Generation.MaxNewTokens);
    }
}
