using KServe.Runtime.Generative.Configuration;
using KServe.Runtime.Generative.Serving;
using KServe.Runtime.Generative.Serving.Encoders;
using KServe.Runtime.Generative.Tests.Models;

namespace KServe.Runtime.Generative.Tests.Serving.Encoders;

public sealed class EncoderTasksTests
{
    [Theory]
    [InlineData("bert", "BertModel", LanguageModelTask.TextEmbedding)]
    [InlineData("bert", "BertForMaskedLM", LanguageModelTask.FillMask)]
    [InlineData("minilm-sentence-embedding", "BertForMaskedLM", LanguageModelTask.TextEmbedding)]
    [InlineData("bert", "BertForTokenClassification", LanguageModelTask.TokenClassification)]
    [InlineData("bert", "BertForSequenceClassification", LanguageModelTask.SequenceClassification)]
    [InlineData("t5", "T5ForConditionalGeneration", LanguageModelTask.Text2TextGeneration)]
    [InlineData("t5", "T5EncoderModel", LanguageModelTask.TextEmbedding)]
    [InlineData("llama", "LlamaForCausalLM", LanguageModelTask.TextGeneration)]
    public void Get_Auto_IsWhatTheArchitectureSays(string folder, string architecture, LanguageModelTask expected) =>
        Assert.Equal(expected, EncoderTasks.Get(Read(folder, architecture), LanguageModelTask.Auto));

    [Theory]
    [InlineData("BertForQuestionAnswering", LanguageModelTask.Auto, "BertForQuestionAnswering")]
    [InlineData("BertForMultipleChoice", LanguageModelTask.Auto, "not supported")]
    [InlineData("BertModel", LanguageModelTask.TextGeneration, "text_generation")]
    [InlineData("BertModel", LanguageModelTask.Text2TextGeneration, "text2text_generation")]
    public void Get_NothingServesIt_Throws(string architecture, LanguageModelTask asked, string named)
    {
        var error = Assert.Throws<InferenceException>(() => EncoderTasks.Get(Read("bert", architecture), asked));
        Assert.Equal(InferenceErrorCode.InvalidArgument, error.Code);
        Assert.Contains(named, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Get_Asked_WinsOverTheArchitecture()
    {
        Assert.Equal(
            LanguageModelTask.TextEmbedding,
            EncoderTasks.Get(Read("bert", "BertForQuestionAnswering"), LanguageModelTask.TextEmbedding));
        Assert.Throws<InferenceException>(() =>
            EncoderTasks.Get(Read("llama", "LlamaForCausalLM"), LanguageModelTask.FillMask));
    }

    [Fact]
    public void Apply_ParametersOfHuggingfaceserver_BecomeOptions()
    {
        var options = Apply(
            ("task", "token_classification"), ("return_probabilities", "true"), ("disable_special_tokens", "true"),
            ("return_offsets_mapping", "True"), ("max_length", "40"));
        Assert.Equal(LanguageModelTask.TokenClassification, options.Task);
        Assert.Equal(EncoderOutput.Probabilities, options.Encoder.Output);
        Assert.False(options.Encoder.AddsSpecialTokens);
        Assert.True(options.Encoder.ReturnsOffsets);
        Assert.Equal(40, options.Engine.MaxSequenceLength);
        Assert.Equal(EncoderOutput.RawLogits, Apply(("return_raw_logits", "true")).Encoder.Output);
        Assert.Equal(EncoderOutput.Prediction, Apply(("threads", "1")).Encoder.Output);
    }

    [Theory]
    [InlineData("task", "question_answering", "'task' must be one of text_generation")]
    [InlineData("return_probabilities", "maybe", "'return_probabilities' must be one of true, false")]
    [InlineData("max_length", "0", "'max_length' must be a number from 2")]
    public void Apply_WrongParameter_IsNamed(string key, string value, string expected)
    {
        var error = Assert.Throws<InferenceException>(() => Apply((key, value)));
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Apply_ParametersThatExcludeEachOther_AreRefused()
    {
        var error = Assert.Throws<InferenceException>(() =>
            Apply(("return_probabilities", "true"), ("return_raw_logits", "true")));
        Assert.Contains("exclude each other", error.Message, StringComparison.Ordinal);
        Assert.Throws<InferenceException>(() => Apply(("max_length", "4"), ("max_model_len", "5")));
        Assert.Equal(
            EncoderOutput.RawLogits,
            Apply(("return_probabilities", "false"), ("return_raw_logits", "true")).Encoder.Output);
    }

    private static ModelConfiguration Read(string folder, string architecture) =>
        ConfigurationFolder.Read(ArchitectureGolden.PathOf(folder)) with { Architecture = architecture };

    private static LanguageModelOptions Apply(params (string Key, string Value)[] parameters) =>
        LanguageModelParameters.Apply(new LanguageModelOptions(), new ModelArtifact("m", "/nowhere")
        {
            Parameters = parameters.ToDictionary(
                static pair => pair.Key, static pair => pair.Value, StringComparer.Ordinal),
        });
}
