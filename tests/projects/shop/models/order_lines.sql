{{ config(post_hook="create or replace table order_lines_copy as select * from {{ this }}") }}
select order_id * 1000 + piece as line_id, order_id, piece, hash(order_id, piece) as label
from {{ ref('stg_orders') }}, range(amount) as pieces(piece)
