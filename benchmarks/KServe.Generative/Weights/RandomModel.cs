namespace KServe.Generative.Weights;

/// <summary>Writes a decoder of a shape with random weights, as a GGUF file that any engine of that format reads.</summary>
internal static class RandomModel
{
    private const string Architecture = "qwen2";
    private const int ControlType = 3;
    private const int NormalType = 1;

    /// <summary>Writes the file.</summary>
    public static void Save(string path, ModelShape shape, GgufNumbers type)
    {
        using var writer = new GgufWriter();
        AddShape(writer, shape, type);
        AddVocabulary(writer, shape);
        AddTensors(writer, shape, type);
        writer.Save(path, new RandomBlocks(type).Write);
    }

    /// <summary>Gets the bytes of matrices that a token reads.</summary>
    public static long GetWeightBytes(ModelShape shape, GgufNumbers type)
    {
        var layer = shape.LayerMatrices.Sum(static matrix => (long)matrix.Rows * matrix.Columns);
        return ((shape.Layers * layer) + ((long)shape.Vocabulary * shape.Hidden)) / type.BlockSize * type.BlockBytes;
    }

    private static void AddShape(GgufWriter writer, ModelShape shape, GgufNumbers type)
    {
        writer.Add("general.architecture", Architecture);
        writer.Add("general.name", "random weights");
        writer.Add("general.file_type", type.FileType);
        writer.Add($"{Architecture}.block_count", (uint)shape.Layers);
        writer.Add($"{Architecture}.context_length", 32_768u);
        writer.Add($"{Architecture}.embedding_length", (uint)shape.Hidden);
        writer.Add($"{Architecture}.feed_forward_length", (uint)shape.Intermediate);
        writer.Add($"{Architecture}.attention.head_count", (uint)shape.Heads);
        writer.Add($"{Architecture}.attention.head_count_kv", (uint)shape.KeyHeads);
        writer.Add($"{Architecture}.attention.layer_norm_rms_epsilon", 1e-6f);
        writer.Add($"{Architecture}.rope.freq_base", 1_000_000f);
    }

    private static void AddVocabulary(GgufWriter writer, ModelShape shape)
    {
        var tokens = RandomVocabulary.Create(shape.Vocabulary);
        var types = new int[tokens.Length];
        types.AsSpan().Fill(NormalType);
        types[^1] = ControlType;
        writer.Add("tokenizer.ggml.model", "gpt2");
        writer.Add("tokenizer.ggml.pre", Architecture);
        writer.Add("tokenizer.ggml.tokens", tokens);
        writer.Add("tokenizer.ggml.token_type", types);
        writer.Add("tokenizer.ggml.merges", ["\u0120 a"]);
        writer.Add("tokenizer.ggml.eos_token_id", (uint)(tokens.Length - 1));
    }

    private static void AddTensors(GgufWriter writer, ModelShape shape, GgufNumbers type)
    {
        var (hidden, keys) = (shape.Hidden, shape.KeyHeads * shape.HeadSize);
        writer.Add(new GgufTensor("token_embd.weight", type, shape.Vocabulary, hidden));
        for (var layer = 0; layer < shape.Layers; layer++)
        {
            Vector("attn_norm.weight", hidden);
            Matrix("attn_q", shape.Heads * shape.HeadSize, hidden);
            Vector("attn_q.bias", shape.Heads * shape.HeadSize);
            Matrix("attn_k", keys, hidden);
            Vector("attn_k.bias", keys);
            Matrix("attn_v", keys, hidden);
            Vector("attn_v.bias", keys);
            Matrix("attn_output", hidden, shape.Heads * shape.HeadSize);
            Vector("ffn_norm.weight", hidden);
            Matrix("ffn_gate", shape.Intermediate, hidden);
            Matrix("ffn_up", shape.Intermediate, hidden);
            Matrix("ffn_down", hidden, shape.Intermediate);

            void Vector(string name, int size) =>
                writer.Add(new GgufTensor($"blk.{layer}.{name}", GgufNumbers.F32, 0, size));

            void Matrix(string name, int rows, int columns) =>
                writer.Add(new GgufTensor($"blk.{layer}.{name}.weight", type, rows, columns));
        }

        writer.Add(new GgufTensor("output_norm.weight", GgufNumbers.F32, 0, hidden));
    }
}
