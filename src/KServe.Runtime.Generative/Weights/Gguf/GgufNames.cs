using System.Globalization;

namespace KServe.Runtime.Generative.Weights.Gguf;

/// <summary>Translates tensor names to those of Llama and the families that follow it.</summary>
/// <param name="family">The family of the file.</param>
internal sealed class GgufNames(GgufFamily family) : IGgufNames
{
    private const string LayerPrefix = "blk.";

    /// <inheritdoc/>
    public string Translate(string name)
    {
        if (!name.StartsWith(LayerPrefix, StringComparison.Ordinal))
        {
            return name switch
            {
                "token_embd.weight" => "model.embed_tokens.weight",
                "output_norm.weight" => "model.norm.weight",
                "output.weight" => "lm_head.weight",
                _ => name,
            };
        }

        var rest = name.AsSpan(LayerPrefix.Length);
        var end = rest.IndexOf('.');
        return end > 0
            && int.TryParse(rest[..end], NumberStyles.None, CultureInfo.InvariantCulture, out var layer)
            && InLayer(rest[(end + 1)..].ToString()) is { } inLayer
            ? $"model.layers.{layer}.{inLayer}"
            : name;
    }

    private string? InLayer(string name)
    {
        var dot = name.LastIndexOf('.');
        if (dot < 0 || name[dot..] is not (".weight" or ".bias"))
        {
            return null;
        }

        var part = Attention(name[..dot]) ?? Norm(name[..dot]) ?? FeedForward(name[..dot]) ?? Expert(name[..dot]);
        return part is null ? null : part + name[dot..];
    }

    private static string? Attention(string part) => part switch
    {
        "attn_q" => "self_attn.q_proj",
        "attn_k" => "self_attn.k_proj",
        "attn_v" => "self_attn.v_proj",
        "attn_qkv" => "self_attn.qkv_proj",
        "attn_output" => "self_attn.o_proj",
        "attn_q_norm" => "self_attn.q_norm",
        "attn_k_norm" => "self_attn.k_norm",
        _ => null,
    };

    private string? Norm(string part) => part switch
    {
        "attn_norm" => "input_layernorm",
        "ffn_norm" => family.HasFourNorms ? "pre_feedforward_layernorm" : "post_attention_layernorm",
        "post_attention_norm" => "post_attention_layernorm",
        "post_ffw_norm" => "post_feedforward_layernorm",
        _ => null,
    };

    private string? FeedForward(string part) => part switch
    {
        "ffn_gate" => "mlp.gate_proj",
        "ffn_up" => family.HasFusedGate ? "mlp.gate_up_proj" : "mlp.up_proj",
        "ffn_down" => "mlp.down_proj",
        "ffn_gate_shexp" => "mlp.shared_expert.gate_proj",
        "ffn_up_shexp" => "mlp.shared_expert.up_proj",
        "ffn_down_shexp" => "mlp.shared_expert.down_proj",
        "ffn_gate_inp_shexp" => "mlp.shared_expert_gate",
        "ffn_gate_inp" => family.HasMixtralExperts ? "block_sparse_moe.gate" : "mlp.gate",
        _ => null,
    };

    /// <summary>Translates the experts: all in one tensor, or one each as older files have them.</summary>
    private string? Expert(string part)
    {
        var expert = "{0}";
        if (part.EndsWith("_exps", StringComparison.Ordinal))
        {
            part = part[..^"_exps".Length];
        }
        else
        {
            var dot = part.LastIndexOf('.');
            if (dot < 0 || !int.TryParse(part.AsSpan(dot + 1), NumberStyles.None, CultureInfo.InvariantCulture, out _))
            {
                return null;
            }

            (part, expert) = (part[..dot], part[(dot + 1)..]);
        }

        return (part, family.HasMixtralExperts) switch
        {
            ("ffn_gate", true) => $"block_sparse_moe.experts.{expert}.w1",
            ("ffn_down", true) => $"block_sparse_moe.experts.{expert}.w2",
            ("ffn_up", true) => $"block_sparse_moe.experts.{expert}.w3",
            ("ffn_gate", false) => $"mlp.experts.{expert}.gate_proj",
            ("ffn_down", false) => $"mlp.experts.{expert}.down_proj",
            ("ffn_up", false) => $"mlp.experts.{expert}.up_proj",
            _ => null,
        };
    }
}
