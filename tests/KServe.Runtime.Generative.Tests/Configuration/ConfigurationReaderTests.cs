using System.Text;
using KServe.Runtime.Generative.Configuration;

namespace KServe.Runtime.Generative.Tests.Configuration;

/// <summary>Reads configurations as published models have them, and refuses wrong ones by field.</summary>
public sealed class ConfigurationReaderTests
{
    private const string Llama = """
        {"model_type":"llama","hidden_size":4096,"intermediate_size":14336,"num_hidden_layers":32,
         "num_attention_heads":32,"num_key_value_heads":8,"vocab_size":128256,"max_position_embeddings":131072,
         "rope_theta":500000.0,"head_dim":null,"eos_token_id":[128001,128008,128009],"pad_token_id":128256,
         "rope_scaling":{"factor":8.0,"low_freq_factor":1.0,"high_freq_factor":4.0,
           "original_max_position_embeddings":8192,"rope_type":"llama3"}}
        """;

    public static TheoryData<string, string, string> Wrong => new()
    {
        { "\"num_hidden_layers\":32", "\"num_hidden_layers\":1000000000", "num_hidden_layers must be a whole number" },
        { "\"hidden_size\":4096", "\"hidden_size\":0", "hidden_size must be a whole number" },
        { "\"hidden_size\":4096", "\"hidden_size\":-1", "hidden_size must be a whole number" },
        { "\"hidden_size\":4096", "\"hidden_size\":4096.5", "hidden_size must be a whole number" },
        { "\"hidden_size\":4096", "\"hidden_size\":\"4096\"", "hidden_size must be a whole number" },
        { "\"hidden_size\":4096,", "", "hidden_size is missing" },
        { "\"hidden_size\":4096", "\"hidden_size\":4097", "num_attention_heads must divide hidden_size" },
        { "\"num_key_value_heads\":8", "\"num_key_value_heads\":7", "num_key_value_heads must divide" },
        { "\"num_key_value_heads\":8", "\"num_key_value_heads\":64", "num_key_value_heads must be a whole number" },
        { "\"factor\":8.0", "\"factor\":1e400", "rope_scaling.factor must be a number" },
        { "\"factor\":8.0", "\"factor\":\"NaN\"", "rope_scaling.factor must be a number" },
        { "\"factor\":8.0", "\"factor\":NaN", "is not valid JSON" },
        { "\"factor\":8.0,", "", "rope_scaling.factor is missing" },
        { "\"high_freq_factor\":4.0", "\"high_freq_factor\":1.0", "rope_scaling.high_freq_factor must be greater" },
        { "\"llama3\"", "\"mrope\"", "rope_scaling.rope_type must be default, linear" },
        { "\"head_dim\":null", "\"head_dim\":33", "head_dim gives 33 rotated numbers" },
        { "\"head_dim\":null", "\"head_dim\":null,\"head_dim\":64", "is not valid JSON, or names a field twice" },
        { "\"llama\"", "\"rwkv\"", "model_type names a family that is not supported" },
        { "[128001,", "[1280010,", "eos_token_id must hold whole numbers" },
        { "\"vocab_size\":128256", "\"vocab_size\":128256,\"tie_word_embeddings\":1", "tie_word_embeddings must be true" },
        { "\"vocab_size\":128256", "\"vocab_size\":128256,\"hidden_act\":\"swiglu\"", "hidden_act must be silu" },
        { "\"vocab_size\":128256", "\"vocab_size\":128256,\"id2label\":{\"1\":\"a\"}", "id2label.0 is missing" },
        { "\"rope_theta\":500000.0", "\"rope_theta\":0", "rope_theta must be a number" },
        {
            "\"vocab_size\":128256", "\"vocab_size\":128256,\"quantization_config\":{\"quant_method\":\"gptq\"}",
            "quantization_config is not supported"
        },
        {
            "\"llama\"", "\"gemma3_text\",\"use_bidirectional_attention\":true",
            "use_bidirectional_attention must be false"
        },
        { "\"llama\"", "\"bert\",\"is_decoder\":true", "is_decoder must be false" },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public void Read_WrongField_NamesIt(string part, string replacement, string expected)
    {
        Assert.Contains(part, Llama, StringComparison.Ordinal);
        var error = Assert.Throws<InferenceException>(
            () => Read(Llama.Replace(part, replacement, StringComparison.Ordinal)));
        Assert.StartsWith("config.json: " + expected, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_Llama31_HasItsShape()
    {
        var model = Read(Llama);
        Assert.Equal((128, 8, 4096, 1024), (
            model.Attention.HeadSize,
            model.Attention.KeyValueHeadCount,
            model.Attention.QuerySize,
            model.Attention.KeyValueSize));
        Assert.Equal([128001, 128008, 128009], model.Tokens.End);
        Assert.Null(model.Tokens.Padding);
        Assert.False(model.HasTiedEmbeddings);
        Assert.Equal((RopeKind.Llama3, 500000.0), (model.Rope!.Kind, model.Rope.Theta));
    }

    [Fact]
    public void Read_Gemma3WithImages_TakesTheTextModelAndItsDefaults()
    {
        var model = Read("""
            {"architectures":["Gemma3ForConditionalGeneration"],"model_type":"gemma3","eos_token_id":[1,106],
             "text_config":{"hidden_size":2560,"intermediate_size":10240,"model_type":"gemma3_text",
              "num_hidden_layers":34,"rope_scaling":{"factor":8.0,"rope_type":"linear"},"sliding_window":1024},
             "vision_config":{"hidden_size":1152}}
            """);
        Assert.Equal((8, 4, 256), (
            model.Attention.HeadCount, model.Attention.KeyValueHeadCount, model.Attention.HeadSize));
        Assert.Equal((262208, 131072, 34), (model.VocabularySize, model.MaxPositions, model.LayerCount));
        Assert.Equal([1024, 1024, 1024, 1024, 1024, 0, 1024], model.Attention.Windows.Take(7));
        Assert.Equal([1, 106], model.Tokens.End);
        Assert.True(model.HasTiedEmbeddings);
        Assert.Equal(1 / 16.0, model.Attention.Scale);
    }

    [Fact]
    public void Read_RopeByKindOfLayer_ReadsBoth()
    {
        var model = Read("""
            {"model_type":"gemma3_text","num_hidden_layers":2,"layer_types":["sliding_attention","full_attention"],
             "sliding_window":512,"rope_parameters":{
              "full_attention":{"rope_type":"linear","factor":8.0,"rope_theta":1000000.0},
              "sliding_attention":{"rope_type":"default","rope_theta":20000.0}}}
            """);
        Assert.Equal([512, 0], model.Attention.Windows);
        Assert.Equal((RopeKind.Linear, 1e6), (model.Rope!.Kind, model.Rope.Theta));
        Assert.Equal((RopeKind.Default, 2e4), (model.LocalRope!.Kind, model.LocalRope.Theta));
    }

    [Theory]
    [InlineData("qwen2", "true", "1", new[] { 0, 64, 64 })]
    [InlineData("qwen2", "false", "1", new[] { 0, 0, 0 })]
    [InlineData("qwen3", "true", "2", new[] { 0, 0, 64 })]
    public void Read_QwenWindows_BeginAtALayer(string type, string isUsed, string first, int[] expected)
    {
        var model = Read($$"""
            {"model_type":"{{type}}","hidden_size":64,"intermediate_size":64,"num_hidden_layers":3,"vocab_size":100,
             "num_attention_heads":4,"use_sliding_window":{{isUsed}},"sliding_window":64,"max_window_layers":{{first}}}
            """);
        Assert.Equal(expected, model.Attention.Windows);
    }

    [Theory]
    [InlineData("", 4096)]
    [InlineData(",\"sliding_window\":null", 0)]
    [InlineData(",\"sliding_window\":1024", 1024)]
    public void Read_MistralWindow_IsAssumedUnlessSaid(string field, int expected)
    {
        var model = Read(Llama.Replace("\"llama\"", "\"mistral\"" + field, StringComparison.Ordinal));
        Assert.All(model.Attention.Windows, window => Assert.Equal(expected, window));
    }

    [Fact]
    public void Read_OldNameOfLongRope_IsTakenWithTheRatioAsFactor()
    {
        var model = Read("""
            {"model_type":"phi3","hidden_size":32,"intermediate_size":64,"num_hidden_layers":1,"vocab_size":100,
             "num_attention_heads":4,"max_position_embeddings":131072,"original_max_position_embeddings":4096,
             "sliding_window":2047,
             "rope_scaling":{"type":"su","short_factor":[1,1,1,1],"long_factor":[2,2,2,2.5]}}
            """);
        Assert.Equal((RopeKind.LongRope, 32.0, 4096), (
            model.Rope!.Kind, model.Rope.Factor, model.Rope.OriginalMaxPositions));
        Assert.Equal([2047], model.Attention.Windows);
    }

    private static ModelConfiguration Read(string json)
    {
        using var document = JsonFile.Parse(Encoding.UTF8.GetBytes(json), "config.json");
        return ConfigurationReader.Read(JsonFile.Fields(document, "config.json"));
    }
}
