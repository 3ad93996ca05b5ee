{% macro level_0(x, depth=0) -%}
    coalesce({{ level_1(x ~ '_0', depth=depth + 1) }}, {{ depth }})
{%- endmacro %}
{% macro level_1(x, depth=1) -%}
    coalesce({{ level_2(x ~ '_1', depth=depth + 1) }}, {{ depth }})
{%- endmacro %}
{% macro level_2(x, depth=2) -%}
    coalesce({{ level_3(x ~ '_2', depth=depth + 1) }}, {{ depth }})
{%- endmacro %}
{% macro level_3(x, depth=3) -%}
    coalesce({{ level_4(x ~ '_3', depth=depth + 1) }}, {{ depth }})
{%- endmacro %}
{% macro level_4(x, depth=4) -%}
    coalesce({{ level_5(x ~ '_4', depth=depth + 1) }}, {{ depth }})
{%- endmacro %}
{% macro level_5(x, depth=5) -%}
    coalesce({{ level_6(x ~ '_5', depth=depth + 1) }}, {{ depth }})
{%- endmacro %}
{% macro level_6(x, depth=6) -%}
    coalesce({{ level_7(x ~ '_6', depth=depth + 1) }}, {{ depth }})
{%- endmacro %}
{% macro level_7(x, depth=7) -%}
    coalesce({{ level_8(x ~ '_7', depth=depth + 1) }}, {{ depth }})
{%- endmacro %}
{% macro level_8(x, depth=8) -%}
    coalesce({{ level_9(x ~ '_8', depth=depth + 1) }}, {{ depth }})
{%- endmacro %}
{% macro level_9(x, depth=9) -%}
    coalesce({{ level_10(x ~ '_9', depth=depth + 1) }}, {{ depth }})
{%- endmacro %}
{% macro level_10(x, depth=10) -%}
    coalesce({{ level_11(x ~ '_10', depth=depth + 1) }}, {{ depth }})
{%- endmacro %}
{% macro level_11(x, depth=11) -%}
    coalesce({{ level_12(x ~ '_11', depth=depth + 1) }}, {{ depth }})
{%- endmacro %}
{% macro level_12(x, depth=12) -%}
    coalesce({{ level_13(x ~ '_12', depth=depth + 1) }}, {{ depth }})
{%- endmacro %}
{% macro level_13(x, depth=13) -%}
    coalesce({{ level_14(x ~ '_13', depth=depth + 1) }}, {{ depth }})
{%- endmacro %}
{% macro level_14(x, depth=14) -%}
    coalesce({{ level_15(x ~ '_14', depth=depth + 1) }}, {{ depth }})
{%- endmacro %}
{% macro level_15(x, depth=15) -%}
    coalesce({{ level_16(x ~ '_15', depth=depth + 1) }}, {{ depth }})
{%- endmacro %}
{% macro level_16(x, depth=16) -%}
    coalesce({{ level_17(x ~ '_16', depth=depth + 1) }}, {{ depth }})
{%- endmacro %}
{% macro level_17(x, depth=17) -%}
    coalesce({{ level_18(x ~ '_17', depth=depth + 1) }}, {{ depth }})
{%- endmacro %}
{% macro level_18(x, depth=18) -%}
    coalesce({{ level_19(x ~ '_18', depth=depth + 1) }}, {{ depth }})
{%- endmacro %}
{% macro level_19(x, depth=19) -%}
    coalesce({{ level_20(x ~ '_19', depth=depth + 1) }}, {{ depth }})
{%- endmacro %}
{% macro level_20(x, depth=20) -%}
    coalesce({{ level_21(x ~ '_20', depth=depth + 1) }}, {{ depth }})
{%- endmacro %}
{% macro level_21(x, depth=21) -%}
    coalesce({{ level_22(x ~ '_21', depth=depth + 1) }}, {{ depth }})
{%- endmacro %}
{% macro level_22(x, depth=22) -%}
    coalesce({{ level_23(x ~ '_22', depth=depth + 1) }}, {{ depth }})
{%- endmacro %}
{% macro level_23(x, depth=23) -%}
    coalesce({{ level_24(x ~ '_23', depth=depth + 1) }}, {{ depth }})
{%- endmacro %}
{% macro level_24(x, depth=24) -%}
    coalesce({{ level_25(x ~ '_24', depth=depth + 1) }}, {{ depth }})
{%- endmacro %}
{% macro level_25(x, depth=25) -%}
    coalesce({{ level_26(x ~ '_25', depth=depth + 1) }}, {{ depth }})
{%- endmacro %}
{% macro level_26(x, depth=26) -%}
    coalesce({{ level_27(x ~ '_26', depth=depth + 1) }}, {{ depth }})
{%- endmacro %}
{% macro level_27(x, depth=27) -%}
    coalesce({{ level_28(x ~ '_27', depth=depth + 1) }}, {{ depth }})
{%- endmacro %}
{% macro level_28(x, depth=28) -%}
    coalesce({{ level_29(x ~ '_28', depth=depth + 1) }}, {{ depth }})
{%- endmacro %}
{% macro level_29(x, depth=29) -%}
    coalesce({{ level_30(x ~ '_29', depth=depth + 1) }}, {{ depth }})
{%- endmacro %}
{% macro level_30(x, depth=30) -%}
    coalesce({{ level_31(x ~ '_30', depth=depth + 1) }}, {{ depth }})
{%- endmacro %}
{% macro level_31(x, depth=31) -%}
    coalesce({{ level_32(x ~ '_31', depth=depth + 1) }}, {{ depth }})
{%- endmacro %}
{% macro level_32(x, depth=32) -%}
    coalesce({{ level_33(x ~ '_32', depth=depth + 1) }}, {{ depth }})
{%- endmacro %}
{% macro level_33(x, depth=33) -%}
    coalesce({{ level_34(x ~ '_33', depth=depth + 1) }}, {{ depth }})
{%- endmacro %}
{% macro level_34(x, depth=34) -%}
    coalesce({{ level_35(x ~ '_34', depth=depth + 1) }}, {{ depth }})
{%- endmacro %}
{% macro level_35(x, depth=35) -%}
    coalesce({{ level_36(x ~ '_35', depth=depth + 1) }}, {{ depth }})
{%- endmacro %}
{% macro level_36(x, depth=36) -%}
    coalesce({{ level_37(x ~ '_36', depth=depth + 1) }}, {{ depth }})
{%- endmacro %}
{% macro level_37(x, depth=37) -%}
    coalesce({{ level_38(x ~ '_37', depth=depth + 1) }}, {{ depth }})
{%- endmacro %}
{% macro level_38(x, depth=38) -%}
    coalesce({{ level_39(x ~ '_38', depth=depth + 1) }}, {{ depth }})
{%- endmacro %}
{% macro level_39(x, depth=39) -%}
    coalesce({{ level_40(x ~ '_39', depth=depth + 1) }}, {{ depth }})
{%- endmacro %}
{% macro level_40(x, depth) %}{{ x }}{% endmacro %}
select
    {{ level_0('c0') }} as c0,
    {{ level_0('c1') }} as c1,
    {{ level_0('c2') }} as c2,
    {{ level_0('c3') }} as c3,
    {{ level_0('c4') }} as c4,
    {{ level_0('c5') }} as c5,
    {{ level_0('c6') }} as c6,
    {{ level_0('c7') }} as c7,
    {{ level_0('c8') }} as c8,
    {{ level_0('c9') }} as c9,
    {{ level_0('c10') }} as c10,
    {{ level_0('c11') }} as c11,
    {{ level_0('c12') }} as c12,
    {{ level_0('c13') }} as c13,
    {{ level_0('c14') }} as c14,
    {{ level_0('c15') }} as c15,
    {{ level_0('c16') }} as c16,
    {{ level_0('c17') }} as c17,
    {{ level_0('c18') }} as c18,
    {{ level_0('c19') }} as c19
from {{ ref('calls') }}
